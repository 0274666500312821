CREATE TABLE there (id integer, n serial);
CREATE TABLE t (a smallserial, b serial PRIMARY KEY, c bigserial, "D e" serial);
COMMENT ON SEQUENCE t_c_seq IS 'counts';
GRANT USAGE ON SEQUENCE t_c_seq TO PUBLIC;
-- Not what the word makes: nullable, other steps, a type of its own, another name, and used elsewhere.
CREATE TABLE nullable (id serial);
ALTER TABLE nullable ALTER COLUMN id DROP NOT NULL;
CREATE TABLE steps (id serial);
ALTER SEQUENCE steps_id_seq INCREMENT BY 2;
CREATE TABLE typed (id serial);
ALTER SEQUENCE typed_id_seq AS bigint;
CREATE TABLE named (id serial);
ALTER SEQUENCE named_id_seq RENAME TO names;
CREATE TABLE used (id serial);
CREATE TABLE uses (id integer DEFAULT nextval('used_id_seq'));

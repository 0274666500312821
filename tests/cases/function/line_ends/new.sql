CREATE FUNCTION made_on_windows() RETURNS text LANGUAGE plpgsql AS E'BEGIN\r\n    RETURN ''it''''s \\'';\r\nEND';
CREATE TABLE said (words text DEFAULT E'one\r\ntwo' CHECK (words <> E'\r\n'));
CREATE VIEW shown AS SELECT E'a\r\nb' AS c;
CREATE TYPE broken AS ENUM (E'a\r\nb', E'a\nb');
COMMENT ON TABLE said IS E'first\r\nsecond';

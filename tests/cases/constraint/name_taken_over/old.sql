CREATE TABLE b (id integer CONSTRAINT the_key PRIMARY KEY);
CREATE TABLE d (id integer);
CREATE INDEX the_index ON d (id);

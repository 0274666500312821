CREATE TABLE a (id integer CONSTRAINT the_key PRIMARY KEY);
CREATE TABLE c (id integer CONSTRAINT the_index UNIQUE);
CREATE TABLE d (id integer);

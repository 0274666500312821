CREATE TYPE e AS ENUM ('1', '2');
CREATE TABLE t (id integer, c integer[], d integer[], f text COLLATE "C");

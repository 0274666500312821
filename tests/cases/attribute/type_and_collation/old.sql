CREATE TYPE t AS (b varchar(30) COLLATE "C");
CREATE TYPE u AS (a text COLLATE "C");

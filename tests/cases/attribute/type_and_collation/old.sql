CREATE TYPE t AS (b varchar(30) COLLATE "C");

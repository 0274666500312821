CREATE TYPE t AS (a integer, b text);
CREATE TABLE tt (v t);

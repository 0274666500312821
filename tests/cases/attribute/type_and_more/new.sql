CREATE TYPE t AS (a bigint, b text, c text);
CREATE TABLE tt (v t);

CREATE TYPE t AS (b text);

CREATE TYPE t AS (a integer, b text, c text);
CREATE TABLE tt (v t);

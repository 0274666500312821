CREATE TYPE t AS (a integer, c text);
CREATE TABLE tt (v t);

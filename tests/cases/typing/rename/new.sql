CREATE TYPE c AS (z integer); CREATE TABLE t OF c;

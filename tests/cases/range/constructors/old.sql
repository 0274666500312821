CREATE SCHEMA other;
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TYPE moved AS RANGE (SUBTYPE = integer);
CREATE TABLE t (s span, m span_multirange);

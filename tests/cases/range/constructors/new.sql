CREATE SCHEMA other;
CREATE TYPE span AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = "Spans of");
CREATE TYPE moved AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = other.gone);
CREATE TABLE t (s span, m "Spans of");

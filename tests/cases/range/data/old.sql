CREATE TYPE span AS RANGE (SUBTYPE = bigint);
CREATE TABLE spans (at span, many span_multirange);
CREATE FUNCTION f(span_multirange) RETURNS integer LANGUAGE sql AS 'SELECT 1';

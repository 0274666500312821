CREATE TYPE steps;
CREATE FUNCTION step(steps) RETURNS steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE steps AS RANGE (SUBTYPE = integer, CANONICAL = step);
CREATE TABLE spans (at steps);

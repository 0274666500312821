CREATE TYPE floats AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);
CREATE TYPE words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C");
CREATE TYPE steps;
CREATE FUNCTION step(steps) RETURNS steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE steps AS RANGE (SUBTYPE = integer, CANONICAL = step);
CREATE TABLE spans (at floats, named words[], every steps);
COMMENT ON TYPE steps IS 'Whole ones';

CREATE TYPE a_class AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops);
CREATE TYPE b_collation AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE TYPE c_canonical;
CREATE FUNCTION step(c_canonical) RETURNS c_canonical LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE c_canonical AS RANGE (SUBTYPE = integer, CANONICAL = step);
CREATE TYPE d_difference AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);

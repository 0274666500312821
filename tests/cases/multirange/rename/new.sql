CREATE SCHEMA other;
CREATE TYPE span AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = public.spans_of);
CREATE TYPE moved AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = other.gone);
COMMENT ON TYPE spans_of IS 'Several';

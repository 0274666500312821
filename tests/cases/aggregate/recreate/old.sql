CREATE FUNCTION int4_sum_of(integer, integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2 + $3';
CREATE FUNCTION keep(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE result(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE argument(first integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE direct(integer, integer) (SFUNC = int4_sum_of, STYPE = integer);
CREATE VIEW results AS SELECT result(n) FROM generate_series(1, 3) n;
COMMENT ON AGGREGATE result(integer) IS 'Stays';
REVOKE EXECUTE ON FUNCTION result(integer) FROM PUBLIC;
CREATE AGGREGATE named(integer) (SFUNC = int4pl, STYPE = integer);

CREATE FUNCTION int4_sum_of(integer, integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2 + $3';
CREATE FUNCTION keep(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE result(integer) (SFUNC = int4_sum, STYPE = bigint);
CREATE AGGREGATE argument(second integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE direct(integer ORDER BY integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = keep);
CREATE VIEW results AS SELECT result(n) FROM generate_series(1, 3) n;
COMMENT ON AGGREGATE result(integer) IS 'Stays';
REVOKE EXECUTE ON FUNCTION result(integer) FROM PUBLIC;
CREATE AGGREGATE named(first integer) (SFUNC = int4pl, STYPE = integer);

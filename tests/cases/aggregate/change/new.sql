CREATE FUNCTION add(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION negate(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT - $1';
CREATE FUNCTION add(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION narrow(bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1::integer';
CREATE AGGREGATE total(integer) (SFUNC = add, STYPE = integer, SSPACE = 16, FINALFUNC = negate,
    FINALFUNC_MODIFY = READ_WRITE, COMBINEFUNC = add, INITCOND = '1',
    MSFUNC = add, MINVFUNC = add, MSTYPE = integer, MSSPACE = 16, MFINALFUNC = negate,
    MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '1', PARALLEL = RESTRICTED);
CREATE AGGREGATE extreme(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);
CREATE AGGREGATE state(integer) (SFUNC = add, STYPE = bigint, FINALFUNC = narrow);
CREATE VIEW sums AS SELECT total(n) FROM generate_series(1, 3) n;
CREATE FUNCTION serialize(internal) RETURNS bytea LANGUAGE internal STRICT AS 'int8_avg_serialize';
CREATE FUNCTION deserialize(bytea, internal) RETURNS internal LANGUAGE internal STRICT AS 'int8_avg_deserialize';
CREATE AGGREGATE serial(bigint) (SFUNC = int8_avg_accum, STYPE = internal,
    FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine,
    SERIALFUNC = serialize, DESERIALFUNC = deserialize);
CREATE FUNCTION subtract(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE AGGREGATE moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = add,
    MINVFUNC = subtract, MSTYPE = bigint, MFINALFUNC = narrow);

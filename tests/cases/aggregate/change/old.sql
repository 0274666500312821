CREATE FUNCTION add(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION negate(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT - $1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, SSPACE = 8, FINALFUNC = int4abs,
    FINALFUNC_MODIFY = SHAREABLE, COMBINEFUNC = int4pl, INITCOND = '0',
    MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MSSPACE = 8, MFINALFUNC = int4abs,
    MFINALFUNC_MODIFY = SHAREABLE, MINITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE extreme(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
CREATE AGGREGATE state(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = int4abs);
CREATE VIEW sums AS SELECT total(n) FROM generate_series(1, 3) n;
CREATE AGGREGATE serial(bigint) (SFUNC = int8_avg_accum, STYPE = internal,
    FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine,
    SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize);
CREATE AGGREGATE moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl,
    MINVFUNC = int4mi, MSTYPE = integer);

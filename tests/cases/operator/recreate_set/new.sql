CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_f(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION pair_g(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR <<< (FUNCTION = pair_f, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = >>>);
CREATE OPERATOR >>> (FUNCTION = pair_g, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = <<<);
CREATE OPERATOR === (FUNCTION = pair_f, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = ===,
    NEGATOR = !==, HASHES, MERGES);
CREATE OPERATOR !== (FUNCTION = pair_g, LEFTARG = pair, RIGHTARG = pair, NEGATOR = ===);
CREATE OPERATOR ### (FUNCTION = pair_g, LEFTARG = pair, RIGHTARG = pair);
CREATE VIEW v AS SELECT a <<< b AS less FROM (SELECT NULL::pair, NULL::pair) x (a, b);
COMMENT ON OPERATOR <<< (pair, pair) IS 'Stays';

CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_before(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION pair_after(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION pair_same(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION pair_unlike(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION flip(pair) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OPERATOR <<< (FUNCTION = pair_before, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = >>>,
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR >>> (FUNCTION = pair_after, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = <<<);
CREATE OPERATOR === (FUNCTION = pair_same, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = ===,
    NEGATOR = !==, HASHES, MERGES);
CREATE OPERATOR !== (FUNCTION = pair_unlike, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = !==, NEGATOR = ===);
CREATE OPERATOR ~~~ (FUNCTION = flip, RIGHTARG = pair);
CREATE TABLE t (p pair, q pair);
CREATE VIEW v AS SELECT p OPERATOR(public.<<<) q AS less, ~~~ p AS flipped FROM t;
CREATE INDEX i ON t ((~~~ p));
COMMENT ON OPERATOR <<< (pair, pair) IS 'Before';
COMMENT ON OPERATOR ~~~ (NONE, pair) IS 'The other way round';
ALTER OPERATOR ~~~ (NONE, pair) OWNER TO carol;

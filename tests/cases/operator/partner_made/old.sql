CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_f(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION pair_g(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR <<< (FUNCTION = pair_f, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = >>>, NEGATOR = >>=);

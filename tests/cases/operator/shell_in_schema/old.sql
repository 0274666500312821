CREATE SCHEMA s;
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_f(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR s.<<< (FUNCTION = pair_f, LEFTARG = pair, RIGHTARG = pair,
    COMMUTATOR = OPERATOR(s.>>>), NEGATOR = OPERATOR(s.>>=));

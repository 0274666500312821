CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_f(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR <<< (FUNCTION = pair_f, LEFTARG = pair, RIGHTARG = pair, RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel);
CREATE OPERATOR === (FUNCTION = pair_f, LEFTARG = pair, RIGHTARG = pair, RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE VIEW v AS SELECT a <<< b AS less FROM (SELECT NULL::pair, NULL::pair) x (a, b);

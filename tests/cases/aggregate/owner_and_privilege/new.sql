-- Most objects belong to somebody else.
CREATE TABLE a ();
CREATE TABLE b ();
CREATE TABLE c ();
CREATE AGGREGATE quantile(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition,
    STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE rows(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
ALTER AGGREGATE quantile(double precision ORDER BY anyelement) OWNER TO carol;
ALTER AGGREGATE rows(*) OWNER TO carol;
REVOKE EXECUTE ON FUNCTION quantile(double precision, anyelement) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rows() TO bob;

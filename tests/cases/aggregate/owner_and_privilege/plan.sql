ALTER AGGREGATE public.quantile(double precision ORDER BY anyelement) OWNER TO carol;

ALTER AGGREGATE public.rows(*) OWNER TO carol;

REVOKE EXECUTE ON FUNCTION public.quantile(double precision,anyelement) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.rows() TO bob;

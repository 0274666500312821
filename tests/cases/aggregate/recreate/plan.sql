DROP VIEW public.results;

DROP AGGREGATE public.argument(first integer);

DROP AGGREGATE public.direct(integer, integer);

DROP AGGREGATE public.named(integer);

DROP AGGREGATE public.result(integer);

CREATE AGGREGATE public.argument(second integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE AGGREGATE public.direct(integer ORDER BY integer) (
    SFUNC = int4pl,
    STYPE = integer,
    FINALFUNC = public.keep
);

CREATE AGGREGATE public.named(first integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE AGGREGATE public.result(integer) (
    SFUNC = int4_sum,
    STYPE = bigint
);

COMMENT ON AGGREGATE public.result(integer) IS 'Stays';

CREATE VIEW public.results AS
SELECT public.result(n.n) AS result
FROM generate_series(1, 3) n(n);

REVOKE EXECUTE ON FUNCTION public.result(integer) FROM PUBLIC;

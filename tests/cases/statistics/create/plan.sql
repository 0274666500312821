CREATE STATISTICS public.all_kinds ON a, b FROM public.t;

CREATE STATISTICS public.expression ON (a + b), lower(c) FROM public.t;

ALTER STATISTICS public.expression SET STATISTICS 500;

CREATE STATISTICS public.one (ndistinct) ON a, c FROM public.t;

COMMENT ON STATISTICS public.one IS 'for the report';

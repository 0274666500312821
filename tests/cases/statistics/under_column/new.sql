CREATE TABLE public.t (a bigint, b int);
CREATE STATISTICS public.s ON a, b FROM public.t;
CREATE STATISTICS public.e ON (a % 10) FROM public.t;

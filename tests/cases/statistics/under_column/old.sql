CREATE TABLE public.t (a int, b int, c int);
CREATE STATISTICS public.s ON a, b FROM public.t;
CREATE STATISTICS public.gone ON b, c FROM public.t;
CREATE STATISTICS public.e ON (a % 10) FROM public.t;

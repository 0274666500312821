CREATE TABLE public.t (a int, b int, c int);
CREATE STATISTICS public.changes ON a, c FROM public.t;
CREATE STATISTICS public.comes (mcv, ndistinct) ON a, b FROM public.t;
ALTER STATISTICS public.comes SET STATISTICS 0;

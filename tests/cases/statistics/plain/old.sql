CREATE TABLE public.t (a int, b int, c int);
CREATE STATISTICS public.changes ON a, b FROM public.t;

CREATE TABLE public.t (a int, b int, c int);
CREATE VIEW public.v AS SELECT a, b, c FROM public.t;
ALTER VIEW public.v ALTER b SET DEFAULT 1, ALTER c SET DEFAULT 3;

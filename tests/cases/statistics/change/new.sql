CREATE TABLE public.t (a int, b int, c text);
CREATE STATISTICS public.kinds (mcv) ON a, b FROM public.t;
CREATE STATISTICS public.columns ON a, b, c FROM public.t;
CREATE STATISTICS public.target ON a, b FROM public.t;
ALTER STATISTICS public.target SET STATISTICS 100;
CREATE STATISTICS public.no_target ON a, b FROM public.t;
CREATE STATISTICS public.other_target ON a, b FROM public.t;
ALTER STATISTICS public.other_target SET STATISTICS 20;
CREATE STATISTICS public.set_kinds (mcv, ndistinct) ON a, b FROM public.t;

CREATE TABLE public.t (a int, b int, c text);
CREATE STATISTICS public.kinds (ndistinct) ON a, b FROM public.t;
CREATE STATISTICS public.columns ON a, b FROM public.t;
CREATE STATISTICS public.target ON a, b FROM public.t;
CREATE STATISTICS public.no_target ON a, b FROM public.t;
ALTER STATISTICS public.no_target SET STATISTICS 10;
CREATE STATISTICS public.other_target ON a, b FROM public.t;
ALTER STATISTICS public.other_target SET STATISTICS 10;
CREATE STATISTICS public.set_kinds ON a, b FROM public.t;

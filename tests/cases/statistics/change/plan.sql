DROP STATISTICS public.columns;

DROP STATISTICS public.kinds;

DROP STATISTICS public.set_kinds;

CREATE STATISTICS public.columns ON a, b, c FROM public.t;

CREATE STATISTICS public.kinds (mcv) ON a, b FROM public.t;

ALTER STATISTICS public.no_target SET STATISTICS -1;

ALTER STATISTICS public.other_target SET STATISTICS 20;

CREATE STATISTICS public.set_kinds (ndistinct, mcv) ON a, b FROM public.t;

ALTER STATISTICS public.target SET STATISTICS 100;

DROP STATISTICS public.columns;

DROP STATISTICS public.kinds;

DROP STATISTICS public.moves;

DROP STATISTICS public.set_kinds;

-- data-loss: drops table public.goes and what it holds
DROP TABLE public.goes;

CREATE STATISTICS public.moves ON a, b FROM public.other;

CREATE STATISTICS public.survives ON a, b FROM public.other;

CREATE STATISTICS public.columns ON a, b, c FROM public.t;

CREATE STATISTICS public.kinds (mcv) ON a, b FROM public.t;

ALTER STATISTICS public.no_target SET STATISTICS -1;

ALTER STATISTICS public.other_target SET STATISTICS 20;

CREATE STATISTICS public.set_kinds (ndistinct, mcv) ON a, b FROM public.t;

ALTER STATISTICS public.target SET STATISTICS 100;

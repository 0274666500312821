DROP STATISTICS public.changes;

CREATE STATISTICS public.changes ON a, c FROM public.t;

CREATE STATISTICS public.comes (ndistinct, mcv) ON a, b FROM public.t;

ALTER STATISTICS public.comes SET STATISTICS 0;

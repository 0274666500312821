DROP POLICY command ON public.t;

DROP POLICY restrictive ON public.t;

CREATE POLICY command ON public.t FOR DELETE USING ((a > 1));

ALTER POLICY gets ON public.t TO pg_monitor;

ALTER POLICY gets ON public.t USING ((a > 1));

ALTER POLICY gets ON public.t WITH CHECK ((a > 1));

CREATE POLICY restrictive ON public.t AS RESTRICTIVE USING ((a > 1));

ALTER POLICY roles ON public.t TO pg_monitor, pg_read_all_data;

ALTER POLICY uses ON public.t USING ((a > 2));

ALTER POLICY uses ON public.t WITH CHECK ((a > 2));

COMMENT ON POLICY command on public.t IS 'kept';

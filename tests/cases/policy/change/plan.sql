DROP POLICY command ON public.t;

DROP POLICY restrictive ON public.t;

DROP POLICY set_command ON public.t;

CREATE POLICY comes ON public.t FOR INSERT WITH CHECK (a > 1);

CREATE POLICY command ON public.t FOR DELETE USING (a > 1);

ALTER POLICY gets ON public.t TO pg_monitor USING (a > 1) WITH CHECK (a > 1);

CREATE POLICY restrictive ON public.t AS RESTRICTIVE USING (a > 1);

ALTER POLICY roles ON public.t TO pg_monitor, pg_read_all_data;

CREATE POLICY set_command ON public.t FOR DELETE USING (a > 1);

ALTER POLICY uses ON public.t USING (a > 2) WITH CHECK (a > 2);

COMMENT ON POLICY command ON public.t IS 'kept';

ALTER TYPE public.percent OWNER TO carol;

REVOKE USAGE ON TYPE public.percent FROM PUBLIC;

GRANT USAGE ON TYPE public.percent TO bob WITH GRANT OPTION;

ALTER TYPE public.span OWNER TO carol;

REVOKE USAGE ON TYPE public.span FROM PUBLIC;

GRANT USAGE ON TYPE public.span TO bob;

DROP VIEW public.v;

DROP FUNCTION public.named(integer);

DROP FUNCTION public.ranks();

DROP FUNCTION public.result(integer);

CREATE FUNCTION public.named(b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

CREATE OR REPLACE FUNCTION public.plain(a integer, b integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$SELECT a$function$;

CREATE FUNCTION public.ranks()
 RETURNS bigint
 LANGUAGE internal
 WINDOW
AS $function$window_rank$function$;

CREATE FUNCTION public.result(a integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT a$function$;

CREATE VIEW public.v AS
 SELECT public.result(1) AS r,
    public.plain(2) AS p;

GRANT SELECT ON TABLE public.v TO PUBLIC;

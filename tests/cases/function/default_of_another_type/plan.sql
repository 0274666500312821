DROP FUNCTION public.begins_alike(pg_catalog.anyelement);

DROP FUNCTION public.typed(pg_catalog.anyelement);

CREATE FUNCTION public.begins_alike(a anyelement DEFAULT 1.5)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ''$function$;

CREATE OR REPLACE FUNCTION public.one_more(a anyelement DEFAULT 2, b anyelement DEFAULT 1)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ''$function$;

CREATE OR REPLACE FUNCTION public.plain(a integer DEFAULT 2)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ''$function$;

CREATE FUNCTION public.typed(a anyelement DEFAULT 'x'::text)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ''$function$;

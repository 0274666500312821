CREATE OR REPLACE FUNCTION public.f(a integer, b integer DEFAULT 7)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

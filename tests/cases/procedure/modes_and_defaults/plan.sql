DROP PROCEDURE public.named(integer);

DROP PROCEDURE public.typed(pg_catalog.anyelement);

DROP PROCEDURE public.unnamed(integer);

CREATE PROCEDURE public.named(INOUT a integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

CREATE PROCEDURE public.typed(IN a anyelement DEFAULT 'x'::text)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

CREATE PROCEDURE public.unnamed(INOUT integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

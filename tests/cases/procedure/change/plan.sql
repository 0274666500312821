DROP PROCEDURE public.named(integer);

DROP PROCEDURE public.result(integer);

DROP PROCEDURE public.unnamed(integer);

CREATE PROCEDURE public.comes(IN a integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

CREATE OR REPLACE PROCEDURE public.gets(IN a integer DEFAULT 3)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

CREATE PROCEDURE public.named(IN b integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

CREATE OR REPLACE PROCEDURE public.plain(IN a integer, IN b integer DEFAULT 2)
 LANGUAGE sql
 SECURITY DEFINER
AS $procedure$SELECT 2$procedure$;

CREATE PROCEDURE public.result(INOUT a integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

CREATE PROCEDURE public.unnamed(IN a integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

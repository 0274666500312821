ALTER FUNCTION a.made(integer, integer) SET SCHEMA b;

ALTER FUNCTION a.made(integer, integer, text) SET SCHEMA b;

ALTER FUNCTION b.made(integer, integer) RENAME TO other;

ALTER FUNCTION b.made(integer, integer, text) RENAME TO other;

ALTER FUNCTION a.spans() SET SCHEMA b;

ALTER FUNCTION a.spans(public.span) SET SCHEMA b;

ALTER FUNCTION a.spans(VARIADIC public.span[]) SET SCHEMA b;

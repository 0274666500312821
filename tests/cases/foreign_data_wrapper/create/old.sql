CREATE FUNCTION public.handler() RETURNS fdw_handler LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_handler';
CREATE FUNCTION public.handler2() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FUNCTION public.validator(text[], oid) RETURNS void LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_validator';
CREATE FUNCTION public.accepts(text[], oid) RETURNS bool LANGUAGE sql AS 'SELECT true';

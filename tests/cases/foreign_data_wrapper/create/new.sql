CREATE FUNCTION public.handler() RETURNS fdw_handler LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_handler';
CREATE FUNCTION public.handler2() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FUNCTION public.validator(text[], oid) RETURNS void LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_validator';
CREATE FUNCTION public.accepts(text[], oid) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE FOREIGN DATA WRAPPER plain;
CREATE FOREIGN DATA WRAPPER "Full" HANDLER public.handler VALIDATOR public.accepts OPTIONS (one '1', "Two" 'it''s');
COMMENT ON FOREIGN DATA WRAPPER plain IS 'nothing behind it';
GRANT USAGE ON FOREIGN DATA WRAPPER plain TO reader;

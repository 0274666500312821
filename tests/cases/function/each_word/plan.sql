CREATE OR REPLACE FUNCTION public.body_atomic(a integer)
    RETURNS integer
    LANGUAGE sql
BEGIN ATOMIC
    SELECT a + 1;
END;

CREATE OR REPLACE FUNCTION public.changes_cost(a integer)
    RETURNS integer
    LANGUAGE sql
    COST 7
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.changes_language(a integer)
    RETURNS integer
    LANGUAGE plpgsql
AS $$BEGIN RETURN 1; END$$;

CREATE OR REPLACE FUNCTION public.changes_parallel(a integer)
    RETURNS integer
    LANGUAGE sql
    PARALLEL RESTRICTED
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.changes_set(a integer)
    RETURNS integer
    LANGUAGE sql
    SET search_path TO ''
    SET statement_timeout TO '1s'
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.changes_volatile(a integer)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT 1$$;

CREATE OR REPLACE PROCEDURE public.procedure(IN a integer)
    LANGUAGE sql
    SECURITY DEFINER
    SET search_path TO ''
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.rows(a integer)
    RETURNS SETOF integer
    LANGUAGE sql
    ROWS 7
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_cost(a integer)
    RETURNS integer
    LANGUAGE sql
    COST 7
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_definer(a integer)
    RETURNS integer
    LANGUAGE sql
    SECURITY DEFINER
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_leakproof(a integer)
    RETURNS integer
    LANGUAGE sql
    LEAKPROOF
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_parallel(a integer)
    RETURNS integer
    LANGUAGE sql
    PARALLEL SAFE
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_set(a integer)
    RETURNS integer
    LANGUAGE sql
    SET search_path TO ''
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_strict(a integer)
    RETURNS integer
    LANGUAGE sql
    STRICT
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_support(a integer)
    RETURNS integer
    LANGUAGE sql
    SUPPORT generate_series_int8_support
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.set_volatile(a integer)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.step(public.steps)
    RETURNS public.steps
    LANGUAGE internal
    IMMUTABLE STRICT COST 5
AS $$int4range_canonical$$;

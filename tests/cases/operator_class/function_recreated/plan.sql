DROP INDEX public.i;

DROP OPERATOR CLASS public.plain USING btree;

DROP FUNCTION public.cmp(integer, integer);

CREATE FUNCTION public.cmp(one integer, two integer)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT $1 - $2$$;

CREATE OPERATOR CLASS public.plain FOR TYPE integer USING btree FAMILY public.plain AS
    OPERATOR 1 <(integer,integer),
    OPERATOR 2 <=(integer,integer),
    OPERATOR 3 =(integer,integer),
    OPERATOR 4 >=(integer,integer),
    OPERATOR 5 >(integer,integer),
    FUNCTION 1 (integer, integer) public.cmp(integer,integer);

CREATE INDEX i ON public.t (a public.plain);

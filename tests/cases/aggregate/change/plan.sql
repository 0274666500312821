CREATE FUNCTION public.add(bigint, integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 + $2$function$;

CREATE FUNCTION public.narrow(bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1::integer$function$;

CREATE OR REPLACE AGGREGATE public.extreme(integer) (
    SFUNC = int4smaller,
    STYPE = integer,
    SORTOP = OPERATOR(pg_catalog.<)
);

CREATE OR REPLACE AGGREGATE public.state(integer) (
    SFUNC = public.add,
    STYPE = bigint,
    FINALFUNC = public.narrow
);

CREATE OR REPLACE AGGREGATE public.total(integer) (
    SFUNC = public.add,
    STYPE = integer,
    SSPACE = 16,
    FINALFUNC = public.negate,
    FINALFUNC_MODIFY = READ_WRITE,
    COMBINEFUNC = public.add,
    INITCOND = '1',
    MSFUNC = public.add,
    MINVFUNC = public.add,
    MSTYPE = integer,
    MSSPACE = 16,
    MFINALFUNC = public.negate,
    MFINALFUNC_MODIFY = READ_WRITE,
    MINITCOND = '1',
    PARALLEL = RESTRICTED
);

CREATE TYPE public.pair AS (
    a integer,
    b integer
);

CREATE TABLE public.t (
    p public.pair,
    q public.pair
);

CREATE FUNCTION public.flip(public.pair)
 RETURNS public.pair
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1$function$;

CREATE OPERATOR public.~~~ (
    FUNCTION = public.flip,
    RIGHTARG = public.pair
);

CREATE FUNCTION public.pair_after(public.pair, public.pair)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

CREATE OPERATOR public.>>> (
    FUNCTION = public.pair_after,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.<<<)
);

CREATE FUNCTION public.pair_before(public.pair, public.pair)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

CREATE OPERATOR public.<<< (
    FUNCTION = public.pair_before,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.>>>),
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

CREATE FUNCTION public.pair_same(public.pair, public.pair)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

CREATE OPERATOR public.=== (
    FUNCTION = public.pair_same,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.===),
    NEGATOR = OPERATOR(public.!==),
    HASHES,
    MERGES
);

CREATE FUNCTION public.pair_unlike(public.pair, public.pair)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

CREATE OPERATOR public.!== (
    FUNCTION = public.pair_unlike,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.!==),
    NEGATOR = OPERATOR(public.===)
);

CREATE INDEX i ON public.t USING btree (((OPERATOR(public.~~~) p)));

CREATE VIEW public.v AS
 SELECT (t.p OPERATOR(public.<<<) t.q) AS less,
    (OPERATOR(public.~~~) t.p) AS flipped
   FROM public.t;

COMMENT ON OPERATOR public.<<<(public.pair,public.pair) IS 'Before';

COMMENT ON OPERATOR public.~~~(NONE,public.pair) IS 'The other way round';

ALTER OPERATOR public.~~~(NONE,public.pair) OWNER TO carol;

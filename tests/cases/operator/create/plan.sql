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
AS $$SELECT $1$$;

CREATE OPERATOR public.~~~ (
    FUNCTION = public.flip,
    RIGHTARG = public.pair
);

COMMENT ON OPERATOR public.~~~(NONE,public.pair) IS 'The other way round';

CREATE INDEX i ON public.t ((OPERATOR(public.~~~) p));

CREATE FUNCTION public.pair_after(public.pair, public.pair)
    RETURNS boolean
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT true$$;

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
AS $$SELECT true$$;

CREATE OPERATOR public.<<< (
    FUNCTION = public.pair_before,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.>>>),
    RESTRICT = scalarltsel,
    JOIN = scalarltjoinsel
);

COMMENT ON OPERATOR public.<<<(public.pair,public.pair) IS 'Before';

CREATE FUNCTION public.pair_same(public.pair, public.pair)
    RETURNS boolean
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT true$$;

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
AS $$SELECT true$$;

CREATE OPERATOR public.!== (
    FUNCTION = public.pair_unlike,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.!==),
    NEGATOR = OPERATOR(public.===)
);

CREATE VIEW public.v AS
SELECT t.p OPERATOR(public.<<<) t.q AS less,
    OPERATOR(public.~~~) t.p AS flipped
FROM public.t;

ALTER OPERATOR public.~~~(NONE,public.pair) OWNER TO carol;

DROP VIEW public.v;

DROP OPERATOR public.!==(public.pair,public.pair);

DROP OPERATOR public.###(public.pair,public.pair);

DROP OPERATOR public.<<<(public.pair,public.pair);

DROP OPERATOR public.===(public.pair,public.pair);

DROP OPERATOR public.>>>(public.pair,public.pair);

CREATE OPERATOR public.!== (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    NEGATOR = OPERATOR(public.===)
);

CREATE OPERATOR public.### (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

CREATE OPERATOR public.<<< (
    FUNCTION = public.pair_f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.>>>)
);

COMMENT ON OPERATOR public.<<<(public.pair,public.pair) IS 'Stays';

CREATE OPERATOR public.=== (
    FUNCTION = public.pair_f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.===),
    NEGATOR = OPERATOR(public.!==),
    HASHES,
    MERGES
);

CREATE OPERATOR public.>>> (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.<<<)
);

CREATE VIEW public.v AS
SELECT x.a OPERATOR(public.<<<) x.b AS less
FROM (
    SELECT NULL::public.pair AS pair,
        NULL::public.pair AS pair
) x(a, b);

DROP VIEW public.v;

DROP OPERATOR public.!==(public.pair,public.pair);

DROP OPERATOR public.###(public.pair,public.pair);

DROP OPERATOR public.<<<(public.pair,public.pair);

DROP OPERATOR public.===(public.pair,public.pair);

DROP OPERATOR public.>>>(public.pair,public.pair);

CREATE OPERATOR public.!== (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

CREATE OPERATOR public.### (
    FUNCTION = public.pair_f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

CREATE OPERATOR public.<<< (
    FUNCTION = public.pair_f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

COMMENT ON OPERATOR public.<<<(public.pair,public.pair) IS 'Stays';

CREATE OPERATOR public.=== (
    FUNCTION = public.pair_f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.===)
);

CREATE OPERATOR public.>>> (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

CREATE VIEW public.v AS
SELECT x.a OPERATOR(public.<<<) x.b AS less
FROM (
    SELECT NULL::public.pair AS pair,
        NULL::public.pair AS pair
) x(a, b);

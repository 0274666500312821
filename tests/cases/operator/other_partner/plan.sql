DROP OPERATOR public.!==(public.pair,public.pair);

DROP OPERATOR public.###(public.pair,public.pair);

DROP OPERATOR public.<<<(public.pair,public.pair);

DROP OPERATOR public.===(public.pair,public.pair);

DROP OPERATOR public.>>>(public.pair,public.pair);

DROP OPERATOR public.|-|(public.pair,public.pair);

DROP OPERATOR IF EXISTS public.<~<(public.pair,public.pair);

DROP OPERATOR IF EXISTS public.<~=(public.pair,public.pair);

CREATE OPERATOR public.!== (
    FUNCTION = public.g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    NEGATOR = OPERATOR(public.###)
);

CREATE OPERATOR public.### (
    FUNCTION = public.f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.>>>),
    NEGATOR = OPERATOR(public.!==)
);

CREATE OPERATOR public.<<< (
    FUNCTION = public.g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

CREATE OPERATOR public.=== (
    FUNCTION = public.g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair
);

CREATE OPERATOR public.>>> (
    FUNCTION = public.g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.###)
);

CREATE OPERATOR public.|-| (
    FUNCTION = public.f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.>~>),
    NEGATOR = OPERATOR(public.>~=)
);

CREATE OPERATOR public.>>= (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    NEGATOR = OPERATOR(public.<<<)
);

CREATE OPERATOR public.>>> (
    FUNCTION = public.pair_g,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.<<<)
);

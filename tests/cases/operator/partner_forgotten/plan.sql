DROP OPERATOR public.<<<(public.pair,public.pair);

DROP OPERATOR public.>>=(public.pair,public.pair);

DROP OPERATOR public.>>>(public.pair,public.pair);

CREATE OPERATOR public.<<< (
    FUNCTION = public.pair_f,
    LEFTARG = public.pair,
    RIGHTARG = public.pair,
    COMMUTATOR = OPERATOR(public.>>>),
    NEGATOR = OPERATOR(public.>>=)
);

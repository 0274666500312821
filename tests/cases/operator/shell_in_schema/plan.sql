DROP OPERATOR s.<<<(public.pair,public.pair);

DROP OPERATOR IF EXISTS s.>>>(public.pair,public.pair);

DROP OPERATOR IF EXISTS s.>>=(public.pair,public.pair);

DROP FUNCTION public.pair_f(public.pair, public.pair);

DROP SCHEMA s;

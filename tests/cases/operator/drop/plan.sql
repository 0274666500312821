DROP VIEW public.v;

-- data-loss: drops table public.t and what it holds
DROP TABLE public.t;

DROP OPERATOR public.!==(public.pair,public.pair);

DROP FUNCTION public.pair_unlike(public.pair, public.pair);

DROP OPERATOR public.<<<(public.pair,public.pair);

DROP FUNCTION public.pair_before(public.pair, public.pair);

DROP OPERATOR public.===(public.pair,public.pair);

DROP FUNCTION public.pair_same(public.pair, public.pair);

DROP OPERATOR public.>>>(public.pair,public.pair);

DROP FUNCTION public.pair_after(public.pair, public.pair);

DROP OPERATOR public.~~~(NONE,public.pair);

DROP FUNCTION public.flip(public.pair);

DROP TYPE public.pair;

ALTER OPERATOR public.<<<(public.pair,public.pair) SET (RESTRICT = NONE);

ALTER OPERATOR public.<<<(public.pair,public.pair) SET (JOIN = NONE);

ALTER OPERATOR public.===(public.pair,public.pair) SET (RESTRICT = eqsel);

ALTER OPERATOR public.===(public.pair,public.pair) SET (JOIN = eqjoinsel);

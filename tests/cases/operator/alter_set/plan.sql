ALTER OPERATOR public.<<<(public.pair,public.pair) SET (RESTRICT = scalarltsel);

ALTER OPERATOR public.<<<(public.pair,public.pair) SET (JOIN = scalarltjoinsel);

ALTER OPERATOR public.===(public.pair,public.pair) SET (RESTRICT = neqsel);

ALTER OPERATOR public.===(public.pair,public.pair) SET (JOIN = neqjoinsel);

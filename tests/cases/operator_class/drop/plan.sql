-- data-loss: drops table public.t and what it holds
DROP TABLE public.t;

DROP OPERATOR FAMILY public.boxed USING gist;

DROP OPERATOR FAMILY public.moods USING hash;

DROP OPERATOR FAMILY public.numbers USING btree;

DROP OPERATOR FAMILY public.plain USING btree;

DROP FUNCTION public.cmp(integer, integer);

DROP OPERATOR FAMILY public.words USING gin;

DROP TYPE public.mood;

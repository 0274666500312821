DROP OPERATOR FAMILY public.lone USING hash;

DROP OPERATOR FAMILY public.numbers USING btree;

DROP OPERATOR public.<<<(integer,smallint);

DROP FUNCTION public.before(integer, smallint);

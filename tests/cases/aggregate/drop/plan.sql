DROP AGGREGATE public.greatest_of(integer);

DROP AGGREGATE public.mean(bigint);

DROP AGGREGATE public.moving(integer);

DROP AGGREGATE public.place(VARIADIC "any" ORDER BY VARIADIC "any");

DROP AGGREGATE public.quantile(double precision ORDER BY anyelement);

DROP AGGREGATE public.rows(*);

DROP AGGREGATE public.total(integer);

DROP FUNCTION public.add(integer, integer);

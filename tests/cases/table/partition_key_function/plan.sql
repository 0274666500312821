ALTER TABLE public.p DETACH PARTITION public.p1;

DROP TABLE public.p;

DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 + 1::bigint$function$;

CREATE TABLE public.p (
    id integer,
    x integer
) PARTITION BY RANGE (public.f(id));

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('1') TO ('100');

CREATE INDEX p_x_idx ON ONLY public.p USING btree (x);

ALTER INDEX public.p_x_idx ATTACH PARTITION public.p1_x_idx;

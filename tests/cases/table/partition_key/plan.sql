ALTER TABLE public.p DETACH PARTITION public.p1;

DROP TABLE public.p;

CREATE TABLE public.p (
    id integer,
    at date
) PARTITION BY RANGE (at);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

ALTER TABLE public.p DETACH PARTITION public.a;

ALTER TABLE public.p DETACH PARTITION public.b;

DROP TABLE public.p;

CREATE TABLE public.c (
    id integer NOT NULL,
    kind text
);

CREATE TABLE public.p (
    id integer NOT NULL,
    kind text
) PARTITION BY RANGE (id);

ALTER TABLE public.p ATTACH PARTITION public.a FOR VALUES FROM (1) TO (10);

ALTER TABLE public.p ATTACH PARTITION public.b FOR VALUES FROM (10) TO (20);

ALTER TABLE public.p ATTACH PARTITION public.c DEFAULT;

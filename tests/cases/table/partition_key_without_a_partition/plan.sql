ALTER TABLE public.p DETACH PARTITION public.a;

-- data-loss: drops table public.b and what it holds
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

ALTER TABLE public.p ATTACH PARTITION public.c DEFAULT;

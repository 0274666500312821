CREATE TABLE public.p (
    id integer NOT NULL,
    kind text NOT NULL,
    CONSTRAINT p_pkey PRIMARY KEY (id, kind)
) PARTITION BY RANGE (kind);

CREATE TABLE public.a PARTITION OF public.p FOR VALUES FROM ('a') TO ('b') PARTITION BY RANGE (id);

CREATE TABLE public.a1 PARTITION OF public.a FOR VALUES FROM (1) TO (10);

CREATE TABLE public.a2 PARTITION OF public.a FOR VALUES FROM (10) TO (20);

CREATE INDEX p_kind ON public.p (kind);

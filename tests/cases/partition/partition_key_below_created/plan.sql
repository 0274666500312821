CREATE TABLE public.p (
    id integer NOT NULL,
    kind text NOT NULL,
    CONSTRAINT p_pkey PRIMARY KEY (id, kind)
) PARTITION BY LIST (kind);

CREATE TABLE public.a PARTITION OF public.p FOR VALUES IN ('a') PARTITION BY RANGE (kind, id);

CREATE TABLE public.a1 PARTITION OF public.a FOR VALUES FROM ('a', 1) TO ('a', 10);

CREATE TABLE public.a2 PARTITION OF public.a DEFAULT;

CREATE INDEX p_kind ON public.p (kind);

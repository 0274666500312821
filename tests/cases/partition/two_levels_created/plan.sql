CREATE TABLE public.p (
    id integer NOT NULL,
    at integer NOT NULL,
    x integer,
    CONSTRAINT p_pkey PRIMARY KEY (at, id)
) PARTITION BY RANGE (id);

CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (9);

CREATE INDEX p1_named ON public.p1 (x);

CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (9) TO (20) PARTITION BY RANGE (at);

CREATE TABLE public.p21 PARTITION OF public.p2 DEFAULT;

ALTER TABLE public.p21 ADD CONSTRAINT named UNIQUE (id, at, x);

ALTER TABLE public.p ADD CONSTRAINT p_id_at_x_key UNIQUE (id, at, x);

CREATE INDEX p_expr ON public.p ((x + 1), lower(at::text));

CREATE UNIQUE INDEX p_u ON public.p (id, at);

CREATE INDEX p_x ON public.p (x);

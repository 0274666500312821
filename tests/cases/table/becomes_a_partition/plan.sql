ALTER TABLE public.p RENAME TO p1;

ALTER TABLE public.p1 RENAME CONSTRAINT p_pkey TO p1_pkey;

ALTER INDEX public.p_x RENAME TO p1_x_idx;

CREATE TABLE public.p (
    id integer NOT NULL,
    x integer
) PARTITION BY RANGE (id);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (100);

ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id);

CREATE INDEX p_x ON public.p (x);

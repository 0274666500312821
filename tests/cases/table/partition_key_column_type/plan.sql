ALTER TABLE public.p DETACH PARTITION public.p1;

DROP TABLE public.p;

CREATE TABLE public.p (
    id bigint NOT NULL,
    x integer
) PARTITION BY RANGE (id);

ALTER TABLE public.p1 ALTER COLUMN id TYPE bigint;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('1') TO ('100');

ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id);

CREATE INDEX p_x ON ONLY public.p USING btree (x);

ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

ALTER INDEX public.p_x ATTACH PARTITION public.p1_x_idx;

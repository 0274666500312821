ALTER TABLE public.p DETACH PARTITION public.p1;

DROP INDEX public.p1_at_idx;

DROP INDEX public.p1_x_idx;

DROP TABLE public.p;

CREATE TABLE public.p (
    id integer,
    at date,
    x integer
) PARTITION BY RANGE (at);

ALTER TABLE public.p1 ADD CONSTRAINT p1_x_at_key UNIQUE (x, at);

CREATE INDEX p1_at_idx ON public.p1 USING btree (at DESC);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

ALTER TABLE ONLY public.p ADD CONSTRAINT p_x_at_key UNIQUE (x, at);

CREATE INDEX p_at ON ONLY public.p USING btree (at DESC);

CREATE UNIQUE INDEX p_u ON ONLY public.p USING btree (id, at);

ALTER INDEX public.p_x_at_key ATTACH PARTITION public.p1_x_at_key;

ALTER INDEX public.p_at ATTACH PARTITION public.p1_at_idx;

ALTER INDEX public.p_u ATTACH PARTITION public.p1_id_at_idx;

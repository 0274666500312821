CREATE TABLE public.p (
    id integer,
    at date
) PARTITION BY RANGE (id);

CREATE TABLE public.p1 (
    id integer,
    at date,
    CONSTRAINT p1_k UNIQUE (id, at)
);

CREATE INDEX p1_i ON public.p1 USING btree (id);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (9);

ALTER TABLE ONLY public.p ADD CONSTRAINT k UNIQUE (id, at);

CREATE INDEX i ON ONLY public.p USING btree (id);

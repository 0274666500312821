CREATE TABLE public.p (
    id integer,
    at date
) PARTITION BY RANGE (id);

CREATE TABLE public.p1 PARTITION OF public.p (
    CONSTRAINT p1_k UNIQUE (id, at)
) FOR VALUES FROM (1) TO (9);

CREATE INDEX p1_i ON public.p1 (id);

ALTER TABLE ONLY public.p ADD CONSTRAINT k UNIQUE (id, at);

CREATE INDEX i ON ONLY public.p (id);

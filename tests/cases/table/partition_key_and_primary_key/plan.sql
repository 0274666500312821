ALTER TABLE public.l DROP CONSTRAINT l_id_fkey;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p1 DROP CONSTRAINT p1_pkey;

DROP TABLE public.p;

CREATE TABLE public.p (
    id integer NOT NULL,
    at date NOT NULL,
    x integer
) PARTITION BY RANGE (at);

ALTER TABLE public.l ADD COLUMN at date;

ALTER TABLE public.p1
    ALTER COLUMN at SET NOT NULL,
    ADD CONSTRAINT p1_pkey PRIMARY KEY (id, at);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, at);

ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

ALTER TABLE public.l ADD CONSTRAINT l_id_at_fkey FOREIGN KEY (id, at) REFERENCES public.p(id, at);

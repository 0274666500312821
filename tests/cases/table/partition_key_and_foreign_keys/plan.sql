ALTER TABLE public.l DROP CONSTRAINT l_id_k_fkey;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p DETACH PARTITION public.p2;

DROP TABLE public.p;

CREATE TABLE public.p (
    id integer NOT NULL,
    k integer NOT NULL,
    c integer
) PARTITION BY RANGE (k);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (100);

ALTER TABLE public.p ATTACH PARTITION public.p2 DEFAULT;

ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, k);

ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

ALTER INDEX public.p_pkey ATTACH PARTITION public.p2_pkey;

ALTER TABLE public.l ADD CONSTRAINT l_id_k_fkey FOREIGN KEY (id, k) REFERENCES public.p(id, k) ON DELETE CASCADE;

ALTER TABLE public.p ADD CONSTRAINT p_c_fkey FOREIGN KEY (c) REFERENCES public.c(id);

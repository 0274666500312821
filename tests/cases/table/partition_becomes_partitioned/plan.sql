ALTER TABLE public.p1 RENAME TO p11;

ALTER TABLE public.p11 RENAME CONSTRAINT p1_pkey TO p11_pkey;

ALTER INDEX public.p1_k_idx RENAME TO p11_k_idx;

ALTER TABLE public.p DETACH PARTITION public.p11;

CREATE TABLE public.p1 (
    id integer NOT NULL,
    k integer NOT NULL
) PARTITION BY RANGE (k);

ALTER TABLE public.p1 ATTACH PARTITION public.p11 DEFAULT;

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (id, k);

CREATE INDEX p1_k_idx ON public.p1 (k);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (100);

ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

ALTER INDEX public.p_k_idx ATTACH PARTITION public.p1_k_idx;

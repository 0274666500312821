ALTER TABLE public.p DETACH PARTITION public.a;

DROP TABLE public.p;

CREATE TABLE public.p (
    id integer NOT NULL,
    kind text NOT NULL
) PARTITION BY RANGE (kind);

ALTER TABLE public.p ATTACH PARTITION public.a FOR VALUES FROM ('a') TO ('b');

ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, kind);

CREATE INDEX p_kind ON ONLY public.p USING btree (kind);

ALTER INDEX public.p_pkey ATTACH PARTITION public.a_pkey;

ALTER INDEX public.p_kind ATTACH PARTITION public.a_kind_idx;

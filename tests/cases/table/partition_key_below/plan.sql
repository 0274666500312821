ALTER TABLE public.a DETACH PARTITION public.a1;

ALTER TABLE public.a DETACH PARTITION public.a2;

DROP TABLE public.a;

CREATE TABLE public.a (
    id integer NOT NULL,
    kind text NOT NULL
) PARTITION BY RANGE (kind, id);

ALTER TABLE public.a ATTACH PARTITION public.a1 FOR VALUES FROM ('a', 1) TO ('a', 10);

ALTER TABLE public.a ATTACH PARTITION public.a2 DEFAULT;

ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id, kind);

CREATE INDEX a_kind_idx ON ONLY public.a USING btree (kind);

ALTER INDEX public.a_pkey ATTACH PARTITION public.a1_pkey;

ALTER INDEX public.a_kind_idx ATTACH PARTITION public.a1_kind_idx;

ALTER INDEX public.a_pkey ATTACH PARTITION public.a2_pkey;

ALTER INDEX public.a_kind_idx ATTACH PARTITION public.a2_kind_idx;

ALTER TABLE public.p ATTACH PARTITION public.a FOR VALUES IN ('a');

ALTER INDEX public.p_pkey ATTACH PARTITION public.a_pkey;

ALTER INDEX public.p_kind ATTACH PARTITION public.a_kind_idx;

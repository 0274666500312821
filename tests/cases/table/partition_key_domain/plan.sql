ALTER TABLE public.p DETACH PARTITION public.p1;

DROP TABLE public.p;

ALTER DOMAIN public.d RENAME TO migrate_aside_4;

CREATE DOMAIN public.d AS bigint
    CONSTRAINT d_check CHECK ((VALUE > 0));

CREATE TABLE public.p (
    id public.d,
    x integer
) PARTITION BY RANGE (id);

ALTER TABLE public.p1 ALTER COLUMN id TYPE public.d USING id::text::public.d;

DROP DOMAIN public.migrate_aside_4;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('1') TO ('100');

CREATE INDEX p_id_idx ON ONLY public.p USING btree (id);

ALTER INDEX public.p_id_idx ATTACH PARTITION public.p1_id_idx;

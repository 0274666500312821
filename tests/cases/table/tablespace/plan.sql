ALTER TABLE public.changes SET TABLESPACE other;

CREATE TABLE public.comes (
    a integer NOT NULL,
    b integer,
    CONSTRAINT comes_key PRIMARY KEY (a) USING INDEX TABLESPACE other
) TABLESPACE other;

CREATE INDEX comes_i ON public.comes (b) TABLESPACE other;

ALTER TABLE public.p SET TABLESPACE other;

CREATE TABLE public.p1 (
    a integer NOT NULL
) TABLESPACE other;

ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (a) USING INDEX TABLESPACE other;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (5);

ALTER TABLE public.sets SET TABLESPACE "Far away";

ALTER TABLE public.unsets SET TABLESPACE pg_default;

ALTER INDEX public.changes_key SET TABLESPACE other;

ALTER INDEX public.p_pkey SET TABLESPACE other;

ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

ALTER INDEX public.sets_key SET TABLESPACE "Far away";

ALTER INDEX public.unsets_key SET TABLESPACE pg_default;

ALTER INDEX public.changes_i SET TABLESPACE other;

ALTER INDEX public.sets_i SET TABLESPACE "Far away";

ALTER INDEX public.unsets_i SET TABLESPACE pg_default;

ALTER MATERIALIZED VIEW public.changes_m SET TABLESPACE other;

CREATE MATERIALIZED VIEW public.comes_m TABLESPACE other AS
SELECT 1 AS x;

ALTER MATERIALIZED VIEW public.sets_m SET TABLESPACE "Far away";

ALTER MATERIALIZED VIEW public.unsets_m SET TABLESPACE pg_default;

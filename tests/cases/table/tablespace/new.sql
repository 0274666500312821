CREATE TABLE public.sets (a int CONSTRAINT sets_key PRIMARY KEY USING INDEX TABLESPACE "Far away",
    b int) TABLESPACE "Far away";
CREATE INDEX sets_i ON public.sets (b) TABLESPACE "Far away";
CREATE MATERIALIZED VIEW public.sets_m TABLESPACE "Far away" AS SELECT 1 AS x;
CREATE TABLE public.unsets (a int CONSTRAINT unsets_key PRIMARY KEY, b int);
CREATE INDEX unsets_i ON public.unsets (b);
CREATE MATERIALIZED VIEW public.unsets_m AS SELECT 1 AS x;
CREATE TABLE public.changes (a int CONSTRAINT changes_key PRIMARY KEY USING INDEX
    TABLESPACE "other", b int) TABLESPACE "other";
CREATE INDEX changes_i ON public.changes (b) TABLESPACE "other";
CREATE MATERIALIZED VIEW public.changes_m TABLESPACE "other" AS SELECT 1 AS x;
CREATE TABLE public.comes (a int CONSTRAINT comes_key PRIMARY KEY USING INDEX TABLESPACE "other",
    b int) TABLESPACE "other";
CREATE INDEX comes_i ON public.comes (b) TABLESPACE "other";
CREATE MATERIALIZED VIEW public.comes_m TABLESPACE "other" AS SELECT 1 AS x;
CREATE TABLE public.p (a int PRIMARY KEY USING INDEX TABLESPACE other) PARTITION BY RANGE (a) TABLESPACE other;
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (5);

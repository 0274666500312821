CREATE TABLE public.sets (a int CONSTRAINT sets_key PRIMARY KEY, b int);
CREATE INDEX sets_i ON public.sets (b);
CREATE MATERIALIZED VIEW public.sets_m AS SELECT 1 AS x;
CREATE TABLE public.unsets (a int CONSTRAINT unsets_key PRIMARY KEY USING INDEX
    TABLESPACE "Far away", b int) TABLESPACE "Far away";
CREATE INDEX unsets_i ON public.unsets (b) TABLESPACE "Far away";
CREATE MATERIALIZED VIEW public.unsets_m TABLESPACE "Far away" AS SELECT 1 AS x;
CREATE TABLE public.changes (a int CONSTRAINT changes_key PRIMARY KEY USING INDEX
    TABLESPACE "Far away", b int) TABLESPACE "Far away";
CREATE INDEX changes_i ON public.changes (b) TABLESPACE "Far away";
CREATE MATERIALIZED VIEW public.changes_m TABLESPACE "Far away" AS SELECT 1 AS x;
CREATE TABLE public.p (a int PRIMARY KEY) PARTITION BY RANGE (a);

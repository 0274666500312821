CREATE TABLE public.t (
    id integer,
    x text
)
    WITH (
        fillfactor = 70, autovacuum_enabled = off, toast.vacuum_truncate = off,
        toast.autovacuum_enabled = off
    );

CREATE INDEX i ON public.t USING gist ((x::tsvector)) WITH (fillfactor = 70, buffering = off);

CREATE VIEW public.v WITH (security_barrier = on, check_option = 'local') AS
SELECT t.id
FROM public.t;

CREATE MATERIALIZED VIEW public.m WITH (fillfactor = 70, autovacuum_enabled = off) AS
SELECT t.id
FROM public.t;

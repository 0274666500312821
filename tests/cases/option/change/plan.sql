ALTER TABLE public.t
    ALTER COLUMN a SET (n_distinct = 6),
    ALTER COLUMN a SET STATISTICS 200,
    ALTER COLUMN b SET STORAGE MAIN,
    SET (autovacuum_enabled = off),
    SET (fillfactor = 80);

ALTER TABLE public.u SET (toast.autovacuum_enabled = on);

ALTER VIEW public.v SET (security_barrier = false);

ALTER TABLE public.t CLUSTER ON j;

ALTER TABLE public.u REPLICA IDENTITY NOTHING;

ALTER TABLE public.u OWNER TO pg_read_all_data;

GRANT SELECT (a) ON TABLE public.t TO pg_monitor WITH GRANT OPTION;

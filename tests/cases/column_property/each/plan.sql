ALTER TABLE public.t
    ALTER COLUMN unsets SET COMPRESSION default,
    ALTER COLUMN unsets RESET (n_distinct),
    ALTER COLUMN unsets SET STATISTICS -1,
    ALTER COLUMN unsets SET STORAGE EXTENDED;

ALTER MATERIALIZED VIEW public.v
    ALTER COLUMN unsets SET COMPRESSION default,
    ALTER COLUMN unsets RESET (n_distinct),
    ALTER COLUMN unsets SET STATISTICS -1,
    ALTER COLUMN unsets SET STORAGE EXTENDED;

ALTER TABLE public.t
    ALTER COLUMN changes SET COMPRESSION lz4,
    ALTER COLUMN changes SET STATISTICS 20,
    ALTER COLUMN changes SET STORAGE EXTERNAL,
    ALTER COLUMN m SET (n_distinct_inherited = 4),
    ALTER COLUMN n SET (n_distinct = 7),
    ALTER COLUMN n SET (n_distinct_inherited = -1),
    ALTER COLUMN sets SET COMPRESSION pglz,
    ALTER COLUMN sets SET STATISTICS 10,
    ALTER COLUMN sets SET STORAGE PLAIN;

ALTER MATERIALIZED VIEW public.v
    ALTER COLUMN changes SET COMPRESSION lz4,
    ALTER COLUMN changes SET (n_distinct = 6),
    ALTER COLUMN changes SET STATISTICS 20,
    ALTER COLUMN changes SET STORAGE EXTERNAL,
    ALTER COLUMN sets SET COMPRESSION pglz,
    ALTER COLUMN sets SET (n_distinct = 5),
    ALTER COLUMN sets SET STATISTICS 10,
    ALTER COLUMN sets SET STORAGE MAIN;

ALTER TABLE public.t RESET (toast.autovacuum_enabled);

ALTER TABLE public.u
    SET (toast.autovacuum_enabled = off),
    SET (toast.vacuum_truncate = off);

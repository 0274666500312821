ALTER TABLE public.l DROP CONSTRAINT l_id_k_fkey;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p DETACH PARTITION public.p2;

DO $$
DECLARE
    whole pg_catalog.regclass := 'public.p';
    known pg_catalog.regclass[] := ARRAY[whole];
    unknown pg_catalog.text;
BEGIN
    EXECUTE pg_catalog.format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', whole);
    SELECT pg_catalog.string_agg(relid::pg_catalog.text, ', ' ORDER BY relid::pg_catalog.text)
      INTO unknown FROM pg_catalog.pg_partition_tree(whole) WHERE relid <> ALL (known);
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'dropping table % would take partitions that this migration does not know, with their rows: %', whole, unknown
            USING ERRCODE = 'dependent_objects_still_exist',
                  HINT = pg_catalog.format('Take each of them out first, ALTER TABLE %s DETACH PARTITION, and apply again. To let them go with their rows, remove this check from the migration.', whole);
    END IF;
END
$$;

DROP TABLE public.p;

CREATE TABLE public.p (
    id integer NOT NULL,
    k integer NOT NULL,
    c integer,
    CONSTRAINT p_c_fkey FOREIGN KEY (c) REFERENCES public.c(id)
) PARTITION BY RANGE (k);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (100);

ALTER TABLE public.p ATTACH PARTITION public.p2 DEFAULT;

ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, k);

ALTER TABLE public.l ADD CONSTRAINT l_id_k_fkey FOREIGN KEY (id, k) REFERENCES public.p(id, k)
    ON DELETE CASCADE;

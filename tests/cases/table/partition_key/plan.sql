ALTER TABLE public.p DETACH PARTITION public.p1;

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
    id integer,
    at date
) PARTITION BY RANGE (at);

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

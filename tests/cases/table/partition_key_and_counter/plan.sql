ALTER TABLE public."P x" DETACH PARTITION public.p1;

DO $$
DECLARE
    whole pg_catalog.regclass := 'public."P x"';
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

CREATE SEQUENCE public.migrate_aside_3 MINVALUE -9223372036854775808 START WITH 1;

SELECT pg_catalog.setval('public.migrate_aside_3', last_value, is_called) FROM public."P x_id_seq";

DROP TABLE public."P x";

CREATE TABLE public."P x" (
    id integer GENERATED ALWAYS
        AS IDENTITY (START WITH 1000 INCREMENT BY -5 MINVALUE -5000 MAXVALUE 2000) NOT NULL,
    at date
) PARTITION BY RANGE (at);

SELECT pg_catalog.setval('public."P x_id_seq"', last_value, is_called) FROM public.migrate_aside_3
    WHERE (is_called OR last_value <> 1000) AND last_value <= 2000;

DROP SEQUENCE public.migrate_aside_3;

ALTER TABLE public."P x" ATTACH PARTITION public.p1
    FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

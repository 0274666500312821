INSERT INTO {table} (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
VALUES (pg_catalog.gen_random_uuid()::text, $1, pg_catalog.clock_timestamp(), $2, pg_catalog.transaction_timestamp(),
    1);

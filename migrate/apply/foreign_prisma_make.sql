CREATE TABLE {table} (
    id pg_catalog.varchar(36) PRIMARY KEY NOT NULL,
    checksum pg_catalog.varchar(64) NOT NULL,
    finished_at pg_catalog.timestamptz,
    migration_name pg_catalog.varchar(255) NOT NULL,
    logs pg_catalog.text,
    rolled_back_at pg_catalog.timestamptz,
    started_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    applied_steps_count pg_catalog.int4 NOT NULL DEFAULT 0
);

-- $1 the run, $2 what happened, $3 a migration's key, $4 an SQLSTATE, $5 a text; the last three may be NULL.
INSERT INTO /* ledger */ migrate.event (run_id, what, key, detail)
VALUES ($1::pg_catalog.uuid, $2, $3,
        pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object('sqlstate', $4::text, 'text', $5::text)));

-- A text that differs when there are other prepared statements, or another configuration, than before.
SELECT pg_catalog.format('%s %s', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_prepared_statement()),
    pg_catalog.pg_conf_load_time());

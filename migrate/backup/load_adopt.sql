-- The statement by which the ledger belongs to the database that it was loaded into: of the environment $1 (NULL:
-- it is not known), and called $2 from now on.
SELECT pg_catalog.format('UPDATE /* ledger */ migrate.meta SET environment = %L, system_identifier = %L, '
                         'database_oid = (SELECT d.oid FROM pg_catalog.pg_database AS d '
                         'WHERE d.datname = pg_catalog.current_database()), database_name = %L;',
                         COALESCE($1::text, 'default'), c.system_identifier, $2::text)
  FROM pg_catalog.pg_control_system() AS c;

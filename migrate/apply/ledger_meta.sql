-- Which database the ledger belongs to: $1 the environment's name, $2 to $4 as guard.sql has them.
INSERT INTO /* ledger */ migrate.meta (ledger_version, environment, system_identifier, database_oid, database_name)
VALUES (4, $1, $2, $3::pg_catalog.oid, $4);

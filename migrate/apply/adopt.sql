-- The ledger belongs to this database from now on: $1 the environment (NULL: as before), $2 to $4 as guard.sql has
-- them.
UPDATE /* ledger */ migrate.meta
   SET environment = COALESCE($1, environment), system_identifier = $2, database_oid = $3::pg_catalog.oid,
       database_name = $4;

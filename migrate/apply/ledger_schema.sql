-- The ledger's place. Left out where somebody has made the schema beforehand.
CREATE SCHEMA migrate;
REVOKE ALL ON SCHEMA migrate FROM PUBLIC;
COMMENT ON SCHEMA migrate IS 'What the migration tool applied to this database. SELECT * FROM migrate.history;';

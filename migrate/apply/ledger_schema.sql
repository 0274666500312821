-- The ledger's place. Left out where somebody has made the schema beforehand.
CREATE SCHEMA /* ledger */ migrate;
REVOKE ALL ON SCHEMA /* ledger */ migrate FROM PUBLIC;
COMMENT ON SCHEMA /* ledger */ migrate IS
    'What the migration tool applied to this database: TABLE history in this schema.';

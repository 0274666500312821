-- From format 3 to format 4: the batches of statements that are carried out in batches.
CREATE TABLE /* ledger */ migrate.batch (
    version text COLLATE "C" NOT NULL,
    statement integer NOT NULL,
    idx integer NOT NULL CHECK (idx >= 0),
    last_key text,
    rows bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    PRIMARY KEY (version, statement, idx),
    FOREIGN KEY (version) REFERENCES /* ledger */ migrate.migration ON DELETE CASCADE
);
REVOKE ALL ON /* ledger */ migrate.batch FROM PUBLIC;
UPDATE /* ledger */ migrate.meta SET ledger_version = 4;

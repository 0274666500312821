-- What was applied to this database. Written by `migrate` only; readable as migrate.history.
-- Which database this is, so that a copy of it is not taken for it.
CREATE TABLE /* ledger */ migrate.meta (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    ledger_version integer NOT NULL,
    ledger_id uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid(),
    environment text NOT NULL,
    system_identifier text NOT NULL,
    database_oid oid NOT NULL,
    database_name name NOT NULL,
    created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    created_by name NOT NULL DEFAULT session_user
);

-- A migration's key is what its layout calls it; `position` is its place in the history at that time, `seq` the
-- order of applying.
-- The primary key is what makes a migration happen once: its row is the first thing in the migration's own transaction.
CREATE TABLE /* ledger */ migrate.migration (
    seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    key text COLLATE "C" PRIMARY KEY,
    version text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    mode text NOT NULL,
    state text NOT NULL,
    algorithm text NOT NULL DEFAULT 'sha256',
    sum_raw bytea NOT NULL,
    sum_lf bytea NOT NULL,
    chain bytea NOT NULL,
    statements_total integer NOT NULL,
    statements_done integer NOT NULL DEFAULT 0,
    attempt integer NOT NULL DEFAULT 1,
    run_id uuid NOT NULL,
    backend_pid integer NOT NULL DEFAULT pg_catalog.pg_backend_pid(),
    xid xid8,
    started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at timestamptz,
    applied_by name NOT NULL DEFAULT session_user,
    client text,
    tool_version text NOT NULL,
    server_version integer NOT NULL DEFAULT pg_catalog.current_setting('server_version_num')::integer,
    git_commit text,
    schema_before bytea,
    schema_after bytea,
    error_sqlstate text,
    error text,
    note text,
    -- Over the statements without comments and blanks; NULL: not known. The other two are sums of the text that
    -- somebody accepted in the place of the one that was applied.
    sum_sql bytea,
    accepted_lf bytea,
    accepted_sql bytea
);
-- A constraint for each of these would be parsed and planned again at every write, which takes longer than the write
-- itself.
CREATE FUNCTION /* ledger */ migrate.is_coherent(entry /* ledger */ migrate.migration) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path = '' AS $$
BEGIN
    RETURN entry.key <> ''
       AND entry.position > 0
       AND entry.mode IN ('tx', 'notx', 'baseline')
       AND entry.state IN ('running', 'applied', 'failed', 'unknown', 'resolved', 'reverting')
       AND entry.algorithm = 'sha256'
       AND pg_catalog.octet_length(entry.sum_raw) = 32
       AND pg_catalog.octet_length(entry.sum_lf) = 32
       AND pg_catalog.octet_length(entry.chain) = 32
       AND COALESCE(pg_catalog.octet_length(entry.sum_sql), 32) = 32
       AND COALESCE(pg_catalog.octet_length(entry.accepted_lf), 32) = 32
       AND COALESCE(pg_catalog.octet_length(entry.accepted_sql), 32) = 32
       AND entry.statements_total >= 0
       AND entry.statements_done BETWEEN 0 AND entry.statements_total
       AND entry.attempt > 0
       AND (entry.state <> 'applied' OR entry.finished_at IS NOT NULL
            AND entry.statements_done = entry.statements_total AND entry.error IS NULL)
       AND (entry.state NOT IN ('running', 'reverting') OR entry.finished_at IS NULL);
END
$$;
ALTER TABLE /* ledger */ migrate.migration
    ADD CONSTRAINT is_coherent CHECK (/* ledger */ migrate.is_coherent(/* ledger prefix */ migration));
CREATE UNIQUE INDEX /* ledger prefix */ one_at_a_time ON /* ledger */ migrate.migration ((true))
    WHERE state IN ('running', 'failed', 'unknown', 'reverting');

-- Only for migrations outside a transaction: which of their statements is done.
CREATE TABLE /* ledger */ migrate.statement (
    key text COLLATE "C" NOT NULL REFERENCES /* ledger */ migrate.migration ON DELETE CASCADE,
    idx integer NOT NULL CHECK (idx > 0),
    sum bytea NOT NULL CHECK (pg_catalog.octet_length(sum) = 32),
    kind text NOT NULL,
    state text NOT NULL CHECK (state IN ('intent', 'done', 'satisfied', 'failed', 'unknown')),
    attempt integer NOT NULL DEFAULT 1,
    probe text,
    started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at timestamptz,
    error_sqlstate text,
    error text,
    PRIMARY KEY (key, idx)
);

-- The batches of a statement that is carried out in batches, each committed with its row. `version` is the migration's
-- key. The row with idx 0 says where the statement ends: the greatest key, and about how many rows, when it began.
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

-- Migrations that are applied again whenever their text changes: the text that was applied last.
CREATE TABLE /* ledger */ migrate.repeatable (
    name text COLLATE "C" PRIMARY KEY,
    sum_raw bytea NOT NULL CHECK (pg_catalog.octet_length(sum_raw) = 32),
    sum_lf bytea NOT NULL CHECK (pg_catalog.octet_length(sum_lf) = 32),
    run_id uuid NOT NULL,
    runs integer NOT NULL DEFAULT 1,
    applied_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    applied_by name NOT NULL DEFAULT session_user,
    git_commit text
);

-- Everything that happened, also what was rolled back. Rows are added and never changed.
CREATE TABLE /* ledger */ migrate.event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    run_id uuid NOT NULL,
    who name NOT NULL DEFAULT session_user,
    what text NOT NULL,
    key text,
    detail jsonb
);
CREATE FUNCTION /* ledger */ migrate.keep_event() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON /* ledger */ migrate.event
    FOR EACH ROW EXECUTE FUNCTION /* ledger */ migrate.keep_event();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON /* ledger */ migrate.event
    FOR EACH STATEMENT EXECUTE FUNCTION /* ledger */ migrate.keep_event();

CREATE VIEW /* ledger */ migrate.history AS
    SELECT version,
           name,
           CASE WHEN mode = 'baseline' AND state = 'applied' THEN 'baseline' ELSE state END AS state,
           finished_at AS "when",
           finished_at - started_at AS took,
           applied_by AS who,
           git_commit AS commit,
           pg_catalog.left(pg_catalog.encode(sum_lf, 'hex'), 12) AS sum,
           error
      FROM /* ledger */ migrate.migration
     ORDER BY position, seq;

REVOKE ALL ON /* ledger */ migrate.meta, /* ledger */ migrate.migration, /* ledger */ migrate.statement,
    /* ledger */ migrate.batch, /* ledger */ migrate.repeatable, /* ledger */ migrate.event,
    /* ledger */ migrate.history FROM PUBLIC;
REVOKE ALL ON SEQUENCE /* ledger */ migrate.migration_seq_seq, /* ledger */ migrate.event_id_seq FROM PUBLIC;
REVOKE ALL ON FUNCTION /* ledger */ migrate.keep_event() FROM PUBLIC;

-- From format 1 to format 2: a migration is known by a key that is any text, and has a place in the order; repeatable
-- migrations have a table. Setting migrate.keyed says what the keys are: 'label', else the version. Events keep the
-- versions that they were written with.
-- The view is created again, and whoever was granted something on it has it again.
SELECT pg_catalog.set_config('migrate.granted', COALESCE(relacl::text, ''), true)
    FROM pg_catalog.pg_class WHERE oid = (/* ledger */ 'migrate' || '.history')::regclass;
DROP VIEW /* ledger */ migrate.history;
ALTER TABLE /* ledger */ migrate.migration DROP CONSTRAINT is_coherent;
DROP FUNCTION /* ledger */ migrate.is_coherent(/* ledger */ migrate.migration);
ALTER TABLE /* ledger */ migrate.statement DROP CONSTRAINT statement_version_fkey, DROP CONSTRAINT statement_pkey;
ALTER TABLE /* ledger */ migrate.statement RENAME COLUMN version TO key;
ALTER TABLE /* ledger */ migrate.event RENAME COLUMN version TO key;
ALTER TABLE /* ledger */ migrate.migration DROP CONSTRAINT migration_pkey;
ALTER TABLE /* ledger */ migrate.migration ADD COLUMN key text COLLATE "C", ADD COLUMN position integer;
UPDATE /* ledger */ migrate.migration AS m
   SET key = CASE WHEN pg_catalog.current_setting('migrate.keyed', true) = 'label'
             THEN m.version || '_' || m.name ELSE m.version END,
       position = o.position
  FROM (SELECT i.version, pg_catalog.row_number() OVER (ORDER BY pg_catalog.length(pg_catalog.ltrim(i.version, '0')),
                                                                 pg_catalog.ltrim(i.version, '0')) AS position
          FROM /* ledger */ migrate.migration AS i) AS o
 WHERE o.version = m.version;
UPDATE /* ledger */ migrate.statement AS s SET key = m.key
  FROM /* ledger */ migrate.migration AS m WHERE m.version = s.key;
ALTER TABLE /* ledger */ migrate.migration ALTER COLUMN key SET NOT NULL, ALTER COLUMN position SET NOT NULL,
    ALTER COLUMN version TYPE text COLLATE "default";
ALTER TABLE /* ledger */ migrate.migration ADD PRIMARY KEY (key);
ALTER TABLE /* ledger */ migrate.statement ADD PRIMARY KEY (key, idx),
    ADD FOREIGN KEY (key) REFERENCES /* ledger */ migrate.migration ON DELETE CASCADE;
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
       AND entry.statements_total >= 0
       AND entry.statements_done BETWEEN 0 AND entry.statements_total
       AND entry.attempt > 0
       AND (entry.state <> 'applied' OR entry.finished_at IS NOT NULL
            AND entry.statements_done = entry.statements_total AND entry.error IS NULL)
       AND (entry.state NOT IN ('running', 'reverting') OR entry.finished_at IS NULL);
END
$$;
ALTER TABLE /* ledger */ migrate.migration
    ADD CONSTRAINT is_coherent CHECK (/* ledger */ migrate.is_coherent(migration));
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

DO $$
DECLARE
    entry record;
BEGIN
    FOR entry IN SELECT a.grantee, a.privilege_type, a.is_grantable
                   FROM pg_catalog.aclexplode(NULLIF(pg_catalog.current_setting('migrate.granted'), '')::aclitem[]) AS a
    LOOP
        EXECUTE pg_catalog.format('GRANT %s ON %I.history TO %s%s', entry.privilege_type, /* ledger */ 'migrate',
            CASE entry.grantee WHEN 0 THEN 'PUBLIC'
                ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(entry.grantee)) END,
            CASE WHEN entry.is_grantable AND entry.grantee <> 0 THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
END
$$;

REVOKE ALL ON /* ledger */ migrate.repeatable FROM PUBLIC;
UPDATE /* ledger */ migrate.meta SET ledger_version = 2;

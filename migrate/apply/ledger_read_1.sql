-- The same of a ledger of format 1.
SELECT version, version, name,
    pg_catalog.row_number() OVER (ORDER BY pg_catalog.length(pg_catalog.ltrim(version, '0')),
        pg_catalog.ltrim(version, '0')),
       mode, state, pg_catalog.encode(sum_raw, 'hex'), pg_catalog.encode(sum_lf, 'hex'),
           pg_catalog.encode(chain, 'hex'),
       statements_done, attempt, run_id, pg_catalog.to_char(finished_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       applied_by, git_commit, error, pg_catalog.encode(schema_after, 'hex'), NULL, NULL, NULL,
       tool_version, server_version, note
  FROM /* ledger */ migrate.migration
 ORDER BY seq;

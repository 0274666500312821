-- What was applied, in the order in which it was; ledger_read() takes the columns by their place.
SELECT key, version, name, position, mode, state,
       pg_catalog.encode(sum_raw, 'hex'), pg_catalog.encode(sum_lf, 'hex'), pg_catalog.encode(chain, 'hex'),
       statements_done, attempt, run_id, pg_catalog.to_char(finished_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       applied_by, git_commit, error, pg_catalog.encode(schema_after, 'hex'),
       pg_catalog.encode(sum_sql, 'hex'), pg_catalog.encode(accepted_lf, 'hex'), pg_catalog.encode(accepted_sql, 'hex'),
       tool_version, server_version, note
  FROM /* ledger */ migrate.migration
 ORDER BY seq;

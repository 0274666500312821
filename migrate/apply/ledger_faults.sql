-- What is wrong with the tables of a ledger of format $1, and the statement that repairs it (NULL if no statement
-- does), one row each. The formats that have a column, from the first to the last, stand behind it.
WITH expected (relation, name, type, not_null, first, last) AS (
        VALUES ('meta', 'one', 'boolean', true, 1, 4),
               ('meta', 'ledger_version', 'integer', true, 1, 4),
               ('meta', 'ledger_id', 'uuid', true, 1, 4),
               ('meta', 'environment', 'text', true, 1, 4),
               ('meta', 'system_identifier', 'text', true, 1, 4),
               ('meta', 'database_oid', 'oid', true, 1, 4),
               ('meta', 'database_name', 'name', true, 1, 4),
               ('meta', 'created_at', 'timestamp with time zone', true, 1, 4),
               ('meta', 'created_by', 'name', true, 1, 4),
               ('migration', 'seq', 'bigint', true, 1, 4),
               ('migration', 'key', 'text', true, 2, 4),
               ('migration', 'version', 'text', true, 1, 4),
               ('migration', 'name', 'text', true, 1, 4),
               ('migration', 'position', 'integer', true, 2, 4),
               ('migration', 'mode', 'text', true, 1, 4),
               ('migration', 'state', 'text', true, 1, 4),
               ('migration', 'algorithm', 'text', true, 1, 4),
               ('migration', 'sum_raw', 'bytea', true, 1, 4),
               ('migration', 'sum_lf', 'bytea', true, 1, 4),
               ('migration', 'chain', 'bytea', true, 1, 4),
               ('migration', 'statements_total', 'integer', true, 1, 4),
               ('migration', 'statements_done', 'integer', true, 1, 4),
               ('migration', 'attempt', 'integer', true, 1, 4),
               ('migration', 'run_id', 'uuid', true, 1, 4),
               ('migration', 'backend_pid', 'integer', true, 1, 4),
               ('migration', 'xid', 'xid8', false, 1, 4),
               ('migration', 'started_at', 'timestamp with time zone', true, 1, 4),
               ('migration', 'finished_at', 'timestamp with time zone', false, 1, 4),
               ('migration', 'applied_by', 'name', true, 1, 4),
               ('migration', 'client', 'text', false, 1, 4),
               ('migration', 'tool_version', 'text', true, 1, 4),
               ('migration', 'server_version', 'integer', true, 1, 4),
               ('migration', 'git_commit', 'text', false, 1, 4),
               ('migration', 'schema_before', 'bytea', false, 1, 4),
               ('migration', 'schema_after', 'bytea', false, 1, 4),
               ('migration', 'error_sqlstate', 'text', false, 1, 4),
               ('migration', 'error', 'text', false, 1, 4),
               ('migration', 'note', 'text', false, 1, 4),
               ('migration', 'sum_sql', 'bytea', false, 3, 4),
               ('migration', 'accepted_lf', 'bytea', false, 3, 4),
               ('migration', 'accepted_sql', 'bytea', false, 3, 4),
               ('statement', 'key', 'text', true, 2, 4),
               ('statement', 'idx', 'integer', true, 1, 4),
               ('statement', 'sum', 'bytea', true, 1, 4),
               ('statement', 'kind', 'text', true, 1, 4),
               ('statement', 'state', 'text', true, 1, 4),
               ('statement', 'attempt', 'integer', true, 1, 4),
               ('statement', 'probe', 'text', false, 1, 4),
               ('statement', 'started_at', 'timestamp with time zone', true, 1, 4),
               ('statement', 'finished_at', 'timestamp with time zone', false, 1, 4),
               ('statement', 'error_sqlstate', 'text', false, 1, 4),
               ('statement', 'error', 'text', false, 1, 4),
               ('statement', 'version', 'text', true, 1, 1),
               ('batch', 'version', 'text', true, 4, 4),
               ('batch', 'statement', 'integer', true, 4, 4),
               ('batch', 'idx', 'integer', true, 4, 4),
               ('batch', 'last_key', 'text', false, 4, 4),
               ('batch', 'rows', 'bigint', true, 4, 4),
               ('batch', 'at', 'timestamp with time zone', true, 4, 4),
               ('repeatable', 'name', 'text', true, 2, 4),
               ('repeatable', 'sum_raw', 'bytea', true, 2, 4),
               ('repeatable', 'sum_lf', 'bytea', true, 2, 4),
               ('repeatable', 'run_id', 'uuid', true, 2, 4),
               ('repeatable', 'runs', 'integer', true, 2, 4),
               ('repeatable', 'applied_at', 'timestamp with time zone', true, 2, 4),
               ('repeatable', 'applied_by', 'name', true, 2, 4),
               ('repeatable', 'git_commit', 'text', false, 2, 4),
               ('event', 'id', 'bigint', true, 1, 4),
               ('event', 'at', 'timestamp with time zone', true, 1, 4),
               ('event', 'run_id', 'uuid', true, 1, 4),
               ('event', 'who', 'name', true, 1, 4),
               ('event', 'what', 'text', true, 1, 4),
               ('event', 'key', 'text', false, 2, 4),
               ('event', 'detail', 'jsonb', false, 1, 4),
               ('event', 'version', 'text', false, 1, 1)),
wanted AS (SELECT /* ledger prefix */ '' || e.relation AS relation, e.name, e.type, e.not_null
             FROM expected AS e WHERE $1::integer BETWEEN e.first AND e.last),
relation AS (
    SELECT c.oid, c.relname, c.relkind, c.relrowsecurity FROM pg_catalog.pg_class AS c
     WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n
                             WHERE n.nspname = /* ledger */ 'migrate')
       AND (/* ledger prefix */ '' = '' OR c.relname = /* ledger prefix */ '' || 'history'
            OR c.relname IN (SELECT w.relation FROM wanted AS w))),
found AS (
    SELECT r.relname AS relation, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        a.attnotnull AS not_null
      FROM relation AS r
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE r.relname IN (SELECT w.relation FROM wanted AS w))
SELECT pg_catalog.format('table %s.%I is missing', /* ledger */ 'migrate', w.relation), NULL
  FROM (SELECT DISTINCT w.relation FROM wanted AS w) AS w
 WHERE NOT EXISTS (SELECT FROM relation AS r WHERE r.relname = w.relation)
UNION ALL
SELECT pg_catalog.format('%s.%I is no table', /* ledger */ 'migrate', r.relname), NULL
  FROM relation AS r
 WHERE r.relkind <> 'r' AND r.relname IN (SELECT w.relation FROM wanted AS w)
UNION ALL
SELECT pg_catalog.format('view %s.%s is missing', /* ledger */ 'migrate', /* ledger prefix */ '' || 'history'), NULL
 WHERE NOT EXISTS (SELECT FROM relation AS r WHERE r.relname = /* ledger prefix */ '' || 'history' AND r.relkind = 'v')
UNION ALL
SELECT pg_catalog.format('column %s.%I.%I is missing', /* ledger */ 'migrate', w.relation, w.name),
       pg_catalog.format('ALTER TABLE %I.%I ADD COLUMN %I %s', /* ledger */ 'migrate', w.relation, w.name, w.type)
  FROM wanted AS w
 WHERE EXISTS (SELECT FROM relation AS r WHERE r.relname = w.relation)
   AND NOT EXISTS (SELECT FROM found AS f WHERE f.relation = w.relation AND f.name = w.name)
UNION ALL
SELECT pg_catalog.format('column %s.%I.%I is not the ledger''s', /* ledger */ 'migrate', f.relation, f.name),
       pg_catalog.format('ALTER TABLE %I.%I DROP COLUMN %I', /* ledger */ 'migrate', f.relation, f.name)
  FROM found AS f
 WHERE NOT EXISTS (SELECT FROM wanted AS w WHERE w.relation = f.relation AND w.name = f.name)
UNION ALL
SELECT pg_catalog.format('column %s.%I.%I is of type %s, not %s', /* ledger */ 'migrate',
                         w.relation, w.name, f.type, w.type),
       pg_catalog.format('ALTER TABLE %I.%I ALTER COLUMN %I TYPE %s USING %I::%s',
           /* ledger */ 'migrate', w.relation, w.name, w.type,
           w.name, w.type)
  FROM wanted AS w
  JOIN found AS f ON f.relation = w.relation AND f.name = w.name
 WHERE f.type <> w.type
UNION ALL
SELECT pg_catalog.format('column %s.%I.%I %s', /* ledger */ 'migrate', w.relation, w.name,
    CASE WHEN w.not_null THEN 'may be null' ELSE 'is NOT NULL' END),
       pg_catalog.format('ALTER TABLE %I.%I ALTER COLUMN %I %s NOT NULL', /* ledger */ 'migrate', w.relation, w.name,
                         CASE WHEN w.not_null THEN 'SET' ELSE 'DROP' END)
  FROM wanted AS w
  JOIN found AS f ON f.relation = w.relation AND f.name = w.name
 WHERE f.not_null <> w.not_null
UNION ALL
SELECT pg_catalog.format('table %s.%I has row-level security, which hides rows', /* ledger */ 'migrate', r.relname),
       pg_catalog.format('ALTER TABLE %I.%I DISABLE ROW LEVEL SECURITY', /* ledger */ 'migrate', r.relname)
  FROM relation AS r
 WHERE r.relrowsecurity
UNION ALL
SELECT pg_catalog.format('trigger %I on %s.%I is not the ledger''s', t.tgname, /* ledger */ 'migrate', r.relname),
       pg_catalog.format('DROP TRIGGER %I ON %I.%I', t.tgname, /* ledger */ 'migrate', r.relname)
  FROM relation AS r
  JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = r.oid
 WHERE NOT t.tgisinternal
   AND NOT (r.relname = /* ledger prefix */ '' || 'event' AND t.tgname IN ('keep_rows', 'keep_table'))
UNION ALL
SELECT pg_catalog.format('rule %I on %s.%I is not the ledger''s', w.rulename, /* ledger */ 'migrate', r.relname),
       pg_catalog.format('DROP RULE %I ON %I.%I', w.rulename, /* ledger */ 'migrate', r.relname)
  FROM relation AS r
  JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid
 WHERE w.rulename <> '_RETURN';

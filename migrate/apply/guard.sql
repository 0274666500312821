-- One row: what has to be true of this server, this database and this role before anything is applied.
SELECT pg_catalog.pg_is_in_recovery() AS in_recovery,
       begun.read_only,
       begun.own_path,
       pg_catalog.current_setting('session_replication_role') AS replication_role,
       pg_catalog.pg_backend_pid() AS backend_pid,
       -- Where a schema is a tenant's, the ledger in it is the schema's, in this database.
       (SELECT c.system_identifier::text FROM pg_catalog.pg_control_system() AS c)
       || CASE WHEN /* ledger prefix */ '' <> '' THEN '.' || d.oid::text ELSE '' END AS system_identifier,
       CASE WHEN /* ledger prefix */ '' <> '' THEN COALESCE(n.oid, 0) ELSE d.oid END AS database_oid,
       CASE WHEN /* ledger prefix */ '' <> '' THEN /* ledger */ 'migrate' ELSE d.datname END AS database_name,
       CASE WHEN n.oid IS NULL THEN pg_catalog.has_database_privilege(d.oid, 'CREATE')
            ELSE pg_catalog.has_schema_privilege(n.oid, 'CREATE')
                 AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') END AS may_create,
       n.oid IS NOT NULL AS has_schema,
       pg_catalog.pg_get_userbyid(COALESCE(u.owner, n.nspowner)) AS schema_owner,
       n.oid IS NULL OR u.owner IS NULL AS owner_trusted,
       n.oid IS NOT NULL
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c
                        WHERE c.relnamespace = n.oid
                          AND (/* ledger prefix */ '' = '' OR c.relname = ANY (ours.relations)))
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc AS p
                        WHERE p.pronamespace = n.oid
                          AND (/* ledger prefix */ '' = '' OR p.proname = ANY (ours.functions))) AS is_empty,
       -- Whoever may not look into the schema is refused by to_regclass(), not answered.
       CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            THEN pg_catalog.to_regclass(/* ledger */ 'migrate' || '.meta') IS NOT NULL ELSE false END AS has_meta,
       CASE WHEN n.oid IS NULL THEN NULL
            ELSE pg_catalog.has_schema_privilege(n.oid, 'USAGE') END AS may_use,
       CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            THEN pg_catalog.has_table_privilege(pg_catalog.to_regclass(/* ledger */ 'migrate' || '.migration'),
                'INSERT, UPDATE') END AS may_write,
       (SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(
                   pg_catalog.format('%s %s %s %s %s',
                                     pg_catalog.substr(c.relname, pg_catalog.length(/* ledger prefix */ '') + 1),
                                     c.relkind, a.attname,
                                     pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull),
                   E'\n' ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"), 'UTF8')), 'hex')
          FROM pg_catalog.pg_class AS c
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND c.relname = ANY (ours.relations)
           AND NOT c.relrowsecurity) AS shape,
       (SELECT pg_catalog.count(*)
          FROM pg_catalog.pg_trigger AS t
          JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
         WHERE c.relnamespace = n.oid AND NOT t.tgisinternal
           AND (/* ledger prefix */ '' = '' OR c.relname = ANY (ours.relations))
           AND NOT (c.relname = /* ledger prefix */ '' || 'event' AND t.tgname IN ('keep_rows', 'keep_table')))
       + (SELECT pg_catalog.count(*)
            FROM pg_catalog.pg_rewrite AS w
            JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class
           WHERE c.relnamespace = n.oid AND w.rulename <> '_RETURN'
             AND (/* ledger prefix */ '' = '' OR c.relname = ANY (ours.relations))) AS foreign_triggers,
       -- The ledgers of other tools: where ours has nothing, the history was applied already.
       (SELECT pg_catalog.string_agg(pg_catalog.format('%I.%I', s.nspname, c.relname), ', ' ORDER BY s.nspname,
           c.relname)
          FROM pg_catalog.pg_class AS c
          JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p')
             AND CASE WHEN /* ledger prefix */ '' = '' THEN s.nspname <> /* ledger */ 'migrate'
                      ELSE s.oid = n.oid END
             AND (c.relname ~ '^({foreign_ledgers})$' OR (s.nspname = 'sqitch' AND c.relname = 'changes')))
             AS other_ledgers,
       current_user AS role,
       session_user AS login,
       pg_catalog.pg_postmaster_start_time() AS server_started,
       -- Where that setting stands, as the statements that take it out, also in a session that begins with it.
       (SELECT pg_catalog.format('BEGIN READ WRITE; ALTER '
                                 || CASE WHEN s.setrole = 0 AND s.setdatabase = 0 THEN 'ROLE ALL'
                                         WHEN s.setrole = 0 THEN 'DATABASE %2$I'
                                         WHEN s.setdatabase = 0 THEN 'ROLE %1$I'
                                         ELSE 'ROLE %1$I IN DATABASE %2$I' END
                                 || ' RESET %3$s; COMMIT',
                                 session_user, d.datname, 'default_transaction_read_only')
          FROM pg_catalog.pg_db_role_setting AS s
         WHERE s.setdatabase IN (0, d.oid)
           AND s.setrole IN (0, (SELECT u.oid FROM pg_catalog.pg_roles AS u WHERE u.rolname = session_user))
           AND EXISTS (SELECT FROM pg_catalog.unnest(s.setconfig) AS c (setting)
                        WHERE pg_catalog.split_part(c.setting, '=', 1) = 'default_transaction_read_only')
         ORDER BY s.setrole = 0, s.setdatabase = 0
         LIMIT 1) AS read_only_cure
  FROM pg_catalog.pg_database AS d
  JOIN pg_catalog.pg_roles AS r ON r.rolname = current_user
       -- As the session began with it: what the role, the database or the server says, and not what is set for
       -- applying. The path only where it is not the server's usual one.
       CROSS JOIN (
           SELECT pg_catalog.max(s.reset_val) FILTER (WHERE s.name <> 'search_path') AS read_only,
                  pg_catalog.max(s.reset_val) FILTER (WHERE s.name = 'search_path' AND s.reset_val <> s.boot_val)
                      AS own_path
             FROM pg_catalog.pg_settings AS s
            WHERE s.name IN ('default_transaction_read_only', 'search_path')) AS begun
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = /* ledger */ 'migrate'
       CROSS JOIN (SELECT ARRAY(SELECT /* ledger prefix */ '' || r.name
                                  FROM pg_catalog.unnest(
                                           '{meta,migration,statement,batch,repeatable,event,history}'::text[])
                                       AS r (name)) AS relations,
                          ARRAY[/* ledger prefix */ '' || 'is_coherent',
                                /* ledger prefix */ '' || 'keep_event'] AS functions) AS ours
       -- Whose objects this role can trust. A superuser is a member of every role only by name: what counts is a
       -- grant that somebody made.
       CROSS JOIN LATERAL (
           WITH RECURSIVE granted (oid) AS (
               SELECT m.roleid FROM pg_catalog.pg_auth_members AS m WHERE m.member = r.oid
               UNION
               SELECT m.roleid FROM granted AS g JOIN pg_catalog.pg_auth_members AS m ON m.member = g.oid)
           SELECT ARRAY(SELECT r.oid UNION SELECT d.datdba UNION SELECT g.oid FROM granted AS g
                        UNION SELECT o.oid FROM pg_catalog.pg_roles AS o WHERE o.rolsuper) AS roles) AS trusted
       -- The first owner that it cannot.
       LEFT JOIN LATERAL (
           SELECT n.nspowner AS owner WHERE n.nspowner <> ALL (trusted.roles)
           UNION ALL
           SELECT c.relowner FROM pg_catalog.pg_class AS c
            WHERE c.relnamespace = n.oid AND c.relowner <> ALL (trusted.roles)
              AND (/* ledger prefix */ '' = '' OR c.relname = ANY (ours.relations))
            LIMIT 1) AS u ON true
 WHERE d.datname = pg_catalog.current_database();

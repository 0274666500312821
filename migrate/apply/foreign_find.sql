-- The tables that are called as $1 says, of other tools' ledgers: how SQL writes each, its name, whether this role
-- may write it, and its columns in alphabetical order. A table whose rows a policy hides says nothing.
SELECT pg_catalog.format('%I.%I', s.nspname, c.relname), c.relname,
    pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE')::text,
       (SELECT pg_catalog.string_agg(a.attname, ' ' ORDER BY a.attname COLLATE "C")
          FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace
 WHERE c.relname = ANY ($1::text[]) AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
   AND pg_catalog.has_schema_privilege(s.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
 ORDER BY s.nspname <> 'public', s.nspname, c.relname;

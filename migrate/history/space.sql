-- How large the relations are that statements write anew or build an index of, with their partitions: name, what becomes of it, size for
-- people. $1 to $3 are arrays: the schema as written, or empty; the name; what. Small ones are left out, and what is not there.
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), w.what, pg_catalog.pg_size_pretty(s.size)
  FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS w (schema, name, what)
       -- Not by to_regclass(), which looks up one at a time, and most are not there yet.
  JOIN pg_catalog.pg_class AS c ON c.relname = w.name::name
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
       AND CASE w.schema WHEN '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = w.schema::name END,
       LATERAL (SELECT pg_catalog.sum(CASE w.what WHEN 'rewrite' THEN pg_catalog.pg_total_relation_size(p.oid)
                                                  ELSE pg_catalog.pg_table_size(p.oid) END) AS size
                  FROM (SELECT c.oid WHERE c.relkind NOT IN ('p', 'I')
                        UNION ALL SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) AS t
                         WHERE t.isleaf AND c.relkind IN ('p', 'I')) AS p (oid)) AS s
 WHERE s.size >= 64 * 1024 * 1024
 ORDER BY s.size DESC, 1
 LIMIT 20;

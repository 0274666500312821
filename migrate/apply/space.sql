-- How large the relations are that statements rewrite or build an index of, with their partitions: name, what becomes
-- of it, size for people. $1 to $3 are arrays: the schema as written, or empty; the name; what. Small ones are left
-- out, and what is not there. Like ahead.sql it runs under the migrations' search path.
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), w.what, pg_catalog.pg_size_pretty(s.size)
  FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[]),
      pg_catalog.unnest($3::pg_catalog.text[])) AS w (schema, name, what)
       -- Not by to_regclass(), which looks up one at a time, and most are not there yet.
  JOIN pg_catalog.pg_class AS c ON c.relname OPERATOR(pg_catalog.=) w.name::pg_catalog.name
  JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
       AND CASE WHEN w.schema OPERATOR(pg_catalog.=) '' THEN pg_catalog.pg_table_is_visible(c.oid)
            ELSE n.nspname OPERATOR(pg_catalog.=) w.schema::pg_catalog.name END,
       LATERAL (SELECT pg_catalog.sum(CASE WHEN w.what OPERATOR(pg_catalog.=) 'rewrite'
           THEN pg_catalog.pg_total_relation_size(p.oid)
                                                  ELSE pg_catalog.pg_table_size(p.oid) END) AS size
                  FROM (SELECT c.oid WHERE c.relkind OPERATOR(pg_catalog.<>) ALL (ARRAY['p', 'I']::pg_catalog."char"[])
                        UNION ALL SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) AS t
                         WHERE t.isleaf AND c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['p',
                             'I']::pg_catalog."char"[])) AS p (oid)) AS s
 WHERE s.size OPERATOR(pg_catalog.>=) 67108864
 ORDER BY s.size DESC, 1
 LIMIT 20;

-- The table $1, as the migration's search path finds it, and its column $2, both as they are written: its name for
-- statements, whether the column may be null, whether an index is in its order, about how many rows there are; and
-- the session.
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), NOT a.attnotnull,
       EXISTS (SELECT FROM pg_catalog.pg_index AS i
                 JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
                 JOIN pg_catalog.pg_am AS m ON m.oid = x.relam
                WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL
                  AND m.amname = 'btree'),
       (SELECT pg_catalog.sum(GREATEST(p.reltuples, 0))::bigint
          FROM pg_catalog.pg_class AS p
         WHERE p.oid = c.oid OR p.oid IN (SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) AS t
                                           WHERE t.isleaf)),
       a.attname IS NULL, a.attname
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attname = (pg_catalog.parse_ident($2))[1]::pg_catalog.name
 WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p');

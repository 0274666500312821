-- Manual: pg_constraint. Checks of tables with the columns that they look at, and those of domains for each column that
-- is of one; of a partitioned table without a default partition, that a row is of one of its partitions.
WITH RECURSIVE over (domain, link) AS (
  SELECT t.oid, t.oid FROM pg_type t WHERE t.typtype = 'd'
  UNION ALL
  SELECT o.domain, t.typbasetype FROM over o JOIN pg_type t ON t.oid = o.link AND t.typtype = 'd')
SELECT k.conrelid AS relid, k.oid, k.conname, pg_get_expr(k.conbin, k.conrelid), a.attname, NULL AS domain
  FROM pg_constraint k
  LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
 WHERE k.contype = 'c' AND k.conrelid <> 0
 UNION ALL
SELECT a.attrelid, k.oid, k.conname, pg_get_expr(k.conbin, 0), a.attname, ''
  FROM pg_attribute a
  JOIN over o ON o.domain = a.atttypid
  JOIN pg_constraint k ON k.contypid = o.link AND k.contype = 'c'
 WHERE a.attnum > 0 AND NOT a.attisdropped
 UNION ALL
SELECT c.oid, c.oid, 'of the partitions',
       (SELECT string_agg('(' || pg_get_partition_constraintdef(l.relid) || ')', ' OR ' ORDER BY l.relid)
          FROM pg_partition_tree(c.oid) l WHERE l.isleaf), k.attname, NULL
  FROM pg_class c
  JOIN pg_partitioned_table p ON p.partrelid = c.oid AND p.partdefid = 0 AND p.partstrat <> 'h'
  JOIN LATERAL (
    SELECT DISTINCT a.attname
      FROM pg_partition_tree(c.oid) t
      JOIN pg_partitioned_table s ON s.partrelid = t.relid
      JOIN pg_attribute a ON a.attrelid = t.relid AND a.attnum = ANY (s.partattrs)) k ON true
 WHERE NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
 ORDER BY relid, 2, 5

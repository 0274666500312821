-- Manual: pg_inherits, pg_class.relpartbound. A bound names no column: see default.sql.
-- `implied` is what all rows of the partition fulfil, `rest` the default partition beside it.
-- `part` is the table as a literal without a dollar, see table.sql.
SELECT 'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       i.inhparent::regclass::text AS of, pg_get_expr(c.relpartbound, 0) AS bound,
       CASE WHEN d.partdefid IS DISTINCT FROM c.oid THEN pg_get_partition_constraintdef(c.oid) END AS implied,
       CASE WHEN d.partdefid NOT IN (0, c.oid) THEN d.partdefid::regclass::text END AS rest,
       CASE WHEN d.partdefid = 0 THEN '' END AS concurrently, --@ 140000
       NULL AS concurrently, --@ <140000
       replace(CASE WHEN s.text ~ '\$' AND s.text !~ '\\' THEN 'E' ELSE '' END || quote_literal(s.text), '$',
           '\x24') AS part,
       'pg_class'::regclass::oid || ' ' || i.inhparent || ' 0' AS depends
  FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
  JOIN pg_partitioned_table d ON d.partrelid = i.inhparent
  CROSS JOIN LATERAL (SELECT c.oid::regclass::text OFFSET 0) s(text)
 WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'

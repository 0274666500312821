-- Manual: pg_inherits, pg_class.relpartbound. A bound names no column: see default.sql.
-- `part` is the table as a literal without a dollar, see table.sql.
SELECT 'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       i.inhparent::regclass::text AS of, pg_get_expr(c.relpartbound, 0) AS bound,
       replace(CASE WHEN s.text ~ '\$' AND s.text !~ '\\' THEN 'E' ELSE '' END || quote_literal(s.text), '$',
           '\x24') AS part,
       'pg_class'::regclass::oid || ' ' || i.inhparent || ' 0' AS depends
  FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
  CROSS JOIN LATERAL (SELECT c.oid::regclass::text OFFSET 0) s(text)
 WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'

-- Manual: pg_inherits. Plain inheritance; partitions are attached.
SELECT 'pg_class'::regclass::oid AS parent_classid, i.inhrelid AS parent_objid, 0 AS parent_objsubid,
       i.inhparent::regclass::text AS name, i.inhseqno AS ord, i.inhparent::regclass::text AS ancestor,
       'pg_class'::regclass::oid || ' ' || i.inhparent || ' 0' AS depends
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE c.relkind IN ('r', 'f') AND NOT c.relispartition

-- Manual: pg_trigger, ALTER TABLE (DISABLE TRIGGER). The server copies a partitioned table's trigger to each
-- partition; this is a copy whose state differs from that of the user's trigger. Setting that one sets the copies, too.
WITH RECURSIVE copy AS (
    SELECT oid, tgparentid AS whole FROM pg_trigger WHERE tgparentid <> 0
    UNION ALL SELECT c.oid, w.tgparentid FROM copy c JOIN pg_trigger w ON w.oid = c.whole WHERE w.tgparentid <> 0),
state(code, word) AS (VALUES ('O', 'ENABLE'), ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS'))
SELECT 'pg_class'::regclass::oid AS parent_classid, t.tgrelid AS parent_objid, 0 AS parent_objsubid,
    quote_ident(t.tgname) AS name,
       t.tgrelid::regclass::text AS table, s.word AS enabled, v.word AS of_whole,
       'pg_trigger'::regclass::oid || ' ' || w.oid || ' 0' AS depends
  FROM copy c
  JOIN pg_trigger t ON t.oid = c.oid
  JOIN pg_trigger w ON w.oid = c.whole AND w.tgparentid = 0 AND NOT w.tgisinternal
  JOIN state s ON s.code = t.tgenabled::text
  JOIN state v ON v.code = w.tgenabled::text
 WHERE t.tgenabled <> w.tgenabled

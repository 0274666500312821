-- Manual: ALTER TABLE (DISABLE TRIGGER), pg_trigger. A table some of whose constraints are not enforced, because the
-- triggers that the server made for them do not fire as they usually do: what remains when a bulk load forgets ENABLE
-- TRIGGER ALL.
SELECT 'pg_class'::regclass::oid AS parent_classid, t.tgrelid AS parent_objid, 0 AS parent_objsubid,
    t.tgrelid::regclass::text AS table,
       string_agg(DISTINCT quote_ident(c.conname), ', ' ORDER BY quote_ident(c.conname)) AS of
  FROM pg_trigger t JOIN pg_constraint c ON c.oid = t.tgconstraint
 WHERE t.tgisinternal AND t.tgenabled <> 'O'
 GROUP BY t.tgrelid

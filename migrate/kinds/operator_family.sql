-- Manual: CREATE OPERATOR FAMILY, pg_opfamily.
SELECT 'pg_opfamily'::regclass::oid AS classid, f.oid AS objid, 0 AS objsubid, quote_ident(f.opfname) AS name
  FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

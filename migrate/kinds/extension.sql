-- Manual: pg_extension. The installed version is not compared.
SELECT 'pg_extension'::regclass::oid AS classid, e.oid AS objid, 0 AS objsubid, quote_ident(e.extname) AS name,
       quote_ident(n.nspname) AS schema,
       CASE WHEN e.extrelocatable THEN '' END AS relocatable,
       'pg_namespace'::regclass::oid || ' ' || n.oid || ' 0' AS depends
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace

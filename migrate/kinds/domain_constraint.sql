-- Manual: pg_constraint (contypid). NOT NULL of a domain is an attribute of the domain.
SELECT 'pg_constraint'::regclass::oid AS classid, k.oid AS objid, 0 AS objsubid, quote_ident(k.conname) AS name,
       quote_ident(k.conname) || ' ON DOMAIN ' || format_type(k.contypid, NULL) AS id,
       'pg_type'::regclass::oid AS parent_classid, k.contypid AS parent_objid, 0 AS parent_objsubid,
       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') AS definition,
       CASE WHEN NOT k.convalidated THEN 'NOT VALID' END AS not_valid
  FROM pg_constraint k
  JOIN pg_namespace n ON n.oid = k.connamespace
 WHERE k.contypid <> 0 AND k.contype = 'c' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

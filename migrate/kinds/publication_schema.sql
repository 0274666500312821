-- Manual: pg_publication_namespace.
SELECT 'pg_publication_namespace'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid,
       'pg_publication'::regclass::oid AS parent_classid, p.pnpubid AS parent_objid, 0 AS parent_objsubid,
       quote_ident(n.nspname) AS schema
  FROM pg_publication_namespace p JOIN pg_namespace n ON n.oid = p.pnnspid

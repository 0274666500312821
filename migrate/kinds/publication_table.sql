-- Manual: pg_publication_rel. Tables, with the columns and the rows that are published (from version 15 on).
SELECT 'pg_publication_rel'::regclass::oid AS classid, r.oid AS objid, 0 AS objsubid,
       'pg_publication'::regclass::oid AS parent_classid, r.prpubid AS parent_objid, 0 AS parent_objsubid,
       r.prrelid::regclass::text AS table,
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") FROM pg_attribute a --@ 150000
         WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) AS columns, --@ 150000
       pg_get_expr(r.prqual, r.prrelid) AS filter --@ 150000
       NULL AS columns, NULL AS filter --@ <150000
  FROM pg_publication_rel r

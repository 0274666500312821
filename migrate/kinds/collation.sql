-- Manual: CREATE COLLATION, pg_collation. The version of the library that a collation was created with is never
-- compared. Which column holds the locale depends on the server's version and the provider.
SELECT 'pg_collation'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.collname) AS name,
       CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END AS provider,
       quote_literal(coalesce(l.locale, CASE WHEN c.collcollate = c.collctype THEN c.collcollate::text END)) AS locale,
       CASE WHEN l.locale IS NULL AND c.collcollate <> c.collctype
           THEN quote_literal(c.collcollate::text) END AS lc_collate,
       CASE WHEN l.locale IS NULL AND c.collcollate <> c.collctype
           THEN quote_literal(c.collctype::text) END AS lc_ctype,
       quote_literal(to_jsonb(c) ->> 'collicurules') AS rules,
       CASE WHEN NOT c.collisdeterministic THEN 'false' END AS deterministic
  FROM pg_collation c
  JOIN pg_namespace n ON n.oid = c.collnamespace
  CROSS JOIN LATERAL (SELECT coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') AS locale) l
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

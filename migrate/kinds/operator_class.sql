-- Manual: CREATE OPERATOR CLASS, pg_opclass.
SELECT 'pg_opclass'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.opcname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(c.opcname) AS qualified,
       CASE WHEN c.opcdefault THEN 'DEFAULT' END AS default,
       format_type(c.opcintype, NULL) AS input,
       quote_ident(a.amname) AS method,
       quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) AS family,
       CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END AS storage
  FROM pg_opclass c
  JOIN pg_namespace n ON n.oid = c.opcnamespace
  JOIN pg_am a ON a.oid = c.opcmethod
  JOIN pg_opfamily f ON f.oid = c.opcfamily
  JOIN pg_namespace fn ON fn.oid = f.opfnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

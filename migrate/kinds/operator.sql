-- Manual: CREATE OPERATOR, ALTER OPERATOR, pg_operator. An operator that another names as commutator or negator
-- before it is made is a shell, a name without a function: it comes with that other operator's CREATE and is no
-- object of its own.
SELECT 'pg_operator'::regclass::oid AS classid, o.oid AS objid, 0 AS objsubid,
       quote_ident(n.nspname) || '.' || o.oprname AS name,
       o.oid::regoperator::text AS id,
       o.oprcode::regproc::text AS function,
       format_type(nullif(o.oprleft, 0), NULL) AS left,
       format_type(nullif(o.oprright, 0), NULL) AS right,
       'OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')' AS commutator,
       'OPERATOR(' || quote_ident(en.nspname) || '.' || e.oprname || ')' AS negator,
       CASE WHEN c.oprcode = 0 THEN c.oid::regoperator::text END AS shell_commutator,
       CASE WHEN e.oprcode = 0 THEN e.oid::regoperator::text END AS shell_negator,
       nullif(o.oprrest::regproc::text, '-') AS restrict,
       nullif(o.oprjoin::regproc::text, '-') AS join,
       CASE WHEN o.oprcanhash THEN 'HASHES' END AS hashes,
       CASE WHEN o.oprcanmerge THEN 'MERGES' END AS merges
  FROM pg_operator o
  JOIN pg_namespace n ON n.oid = o.oprnamespace
  LEFT JOIN pg_operator c ON c.oid = o.oprcom
  LEFT JOIN pg_namespace cn ON cn.oid = c.oprnamespace
  LEFT JOIN pg_operator e ON e.oid = o.oprnegate
  LEFT JOIN pg_namespace en ON en.oid = e.oprnamespace
 WHERE o.oprcode <> 0 AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

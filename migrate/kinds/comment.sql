-- Manual: pg_description. The comment that initdb or an extension's control file wrote is not the user's. That of a constraint's index
-- belongs to the constraint, that of a row type to the table.
SELECT CASE WHEN k.oid IS NOT NULL THEN 'pg_constraint'::regclass::oid WHEN r.oid IS NOT NULL THEN 'pg_class'::regclass::oid ELSE d.classoid END AS parent_classid,
       coalesce(k.oid, r.oid, d.objoid) AS parent_objid,
       CASE WHEN c.oid IS NULL THEN d.objsubid ELSE 0 END AS parent_objsubid,
       coalesce(quote_ident(a.attname), CASE WHEN k.oid IS NOT NULL THEN 'index' WHEN r.oid IS NOT NULL THEN 'type' END) AS name, quote_ident(a.attname) AS column,
       CASE WHEN k.oid IS NOT NULL THEN d.objoid::regclass::text END AS index,
       CASE WHEN r.oid IS NOT NULL THEN d.objoid::regtype::text END AS row_type,
       CASE d.classoid WHEN 'pg_namespace'::regclass THEN CASE WHEN d.objoid = 2200 THEN quote_literal('standard public schema') END
                       WHEN 'pg_extension'::regclass THEN (SELECT quote_literal(v.comment) FROM pg_extension e JOIN pg_available_extensions v ON v.name = e.extname
                                                            WHERE e.oid = d.objoid) END AS before,
       quote_literal(d.description) AS text
  FROM pg_description d
  LEFT JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND d.objsubid > 0 AND c.relkind IN ('v', 'm', 'f')
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
  LEFT JOIN pg_type t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid
  LEFT JOIN pg_class r ON r.oid = t.typrelid AND r.relkind <> 'c'
  LEFT JOIN pg_constraint k ON k.conindid = d.objoid AND d.classoid = 'pg_class'::regclass AND k.contype IN ('p', 'u', 'x')
 WHERE d.classoid <> 'pg_largeobject'::regclass AND (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = 2200)
   AND NOT (d.classoid = 'pg_namespace'::regclass AND d.objoid = 2200 AND d.description = 'standard public schema')
   AND NOT (d.classoid = 'pg_extension'::regclass AND EXISTS (
         SELECT FROM pg_extension e JOIN pg_available_extensions v ON v.name = e.extname
          WHERE e.oid = d.objoid AND v.comment = d.description))

-- Manual: pg_seclabel. The label of a view's column belongs to the view.
SELECT l.classoid AS parent_classid, l.objoid AS parent_objid,
    CASE WHEN c.relkind IN ('v', 'm') THEN 0 ELSE l.objsubid END AS parent_objsubid,
       concat_ws(' ', quote_ident(l.provider), quote_ident(a.attname)) AS name,
       'COLUMN ' || c.oid::regclass::text || '.' || quote_ident(a.attname) AS target,
       quote_ident(l.provider) AS provider, quote_literal(l.label) AS label
  FROM pg_seclabel l
  LEFT JOIN pg_class c ON l.classoid = 'pg_class'::regclass AND c.oid = l.objoid AND l.objsubid > 0
      AND c.relkind IN ('v', 'm')
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = l.objsubid
 WHERE l.classoid <> 'pg_largeobject'::regclass

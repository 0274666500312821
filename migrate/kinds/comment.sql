-- Manual: pg_description. The comment that initdb or an extension's control file wrote is not the user's. That of a
-- constraint's index belongs to the constraint, that of a row type to the table, that of a NOT NULL to the column or
-- domain; and that of what a table inherits, a constraint or a copy of a trigger, to the table.
WITH RECURSIVE copy AS (
    SELECT 'pg_constraint'::regclass::oid AS classid, k.oid,
        CASE WHEN k.contypid <> 0 THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END::oid AS parent_classid,
           CASE WHEN k.contypid <> 0 THEN k.contypid ELSE k.conrelid END AS parent_objid,
           CASE WHEN k.contype = 'n' AND k.contypid = 0 THEN k.conkey[1]::int ELSE 0 END AS parent_objsubid,
           CASE WHEN k.contype = 'n' THEN 'not null' ELSE 'constraint ' || quote_ident(k.conname) END AS name,
           format('CONSTRAINT %I ON %s', k.conname,
                  CASE WHEN k.contypid <> 0 THEN 'DOMAIN ' || format_type(k.contypid, NULL)
                      ELSE k.conrelid::regclass::text END) AS copy,
           k.contype IN ('c', 'n') AND k.coninhcount > 0 AS inherited
      FROM pg_constraint k
     WHERE k.oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_constraint'::regclass)
       AND (k.contype = 'n' OR k.contype = 'f' AND k.conparentid <> 0
            OR k.contype = 'c' AND k.coninhcount > 0 AND NOT k.conislocal
                AND NOT (SELECT relispartition FROM pg_class WHERE oid = k.conrelid))
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, 'pg_class'::regclass, t.tgrelid, 0, 'trigger ' || quote_ident(t.tgname),
           format('TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass), false
      FROM pg_trigger t
     WHERE t.tgparentid <> 0 AND t.oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_trigger'::regclass)),
ancestor AS (
    SELECT c.oid, c.parent_objid AS relation, k.conname FROM copy c JOIN pg_constraint k ON k.oid = c.oid
        WHERE c.inherited
    UNION SELECT a.oid, i.inhparent, a.conname FROM ancestor a JOIN pg_inherits i ON i.inhrelid = a.relation)
SELECT CASE WHEN k.oid IS NOT NULL THEN 'pg_constraint'::regclass::oid WHEN r.oid IS NOT NULL
    THEN 'pg_class'::regclass::oid
            ELSE coalesce(o.parent_classid, d.classoid) END AS parent_classid,
       coalesce(k.oid, r.oid, o.parent_objid, d.objoid) AS parent_objid,
       CASE WHEN c.oid IS NULL THEN coalesce(o.parent_objsubid, d.objsubid) ELSE 0 END AS parent_objsubid,
       coalesce(quote_ident(a.attname),
           CASE WHEN k.oid IS NOT NULL THEN 'index' WHEN r.oid IS NOT NULL THEN 'type' END, o.name) AS name,
       quote_ident(a.attname) AS column,
       CASE WHEN k.oid IS NOT NULL THEN d.objoid::regclass::text END AS index,
       CASE WHEN r.oid IS NOT NULL THEN d.objoid::regtype::text END AS row_type,
       o.copy, nullif(concat_ws(', ', o.classid || ' ' || o.oid || ' 0',
                         (SELECT string_agg(p.tableoid || ' ' || p.oid || ' 0', ', ') FROM ancestor n
                             JOIN pg_constraint p ON p.conrelid = n.relation AND p.conname = n.conname
                           WHERE n.oid = o.oid AND p.oid <> o.oid)), '') AS depends,
       CASE d.classoid WHEN 'pg_namespace'::regclass THEN CASE WHEN d.objoid = 2200
           THEN quote_literal('standard public schema') END
                       WHEN 'pg_extension'::regclass THEN (SELECT quote_literal(v.comment) FROM pg_extension e
                           JOIN pg_available_extensions v ON v.name = e.extname
                                                            WHERE e.oid = d.objoid) END AS before,
       quote_literal(d.description) AS text
  FROM pg_description d
  LEFT JOIN copy o ON o.classid = d.classoid AND o.oid = d.objoid
  LEFT JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND d.objsubid > 0
      AND c.relkind IN ('v', 'm', 'f')
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
  LEFT JOIN pg_type t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid
  LEFT JOIN pg_class r ON r.oid = t.typrelid AND r.relkind <> 'c'
  LEFT JOIN pg_constraint k ON k.conindid = d.objoid AND d.classoid = 'pg_class'::regclass
      AND k.contype IN ('p', 'u', 'x')
 WHERE d.classoid <> 'pg_largeobject'::regclass
     AND (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = 2200)
   AND NOT (d.classoid = 'pg_namespace'::regclass AND d.objoid = 2200 AND d.description = 'standard public schema')
   AND NOT (d.classoid = 'pg_extension'::regclass AND EXISTS (
         SELECT FROM pg_extension e JOIN pg_available_extensions v ON v.name = e.extname
          WHERE e.oid = d.objoid AND v.comment = d.description))

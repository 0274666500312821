-- Manual: pg_attrdef. Defaults of columns, of a view's too; generated columns keep their expression themselves. No
-- default names a column, so pg_get_expr() gets no relation: the server would compare the names of all its columns
-- with each other, for each default. `written` is without the cast of a plain text to the column's own type, which the
-- server makes anyway; the column's CREATE has it. A statement of its own says the type, so that the server's answer
-- shows when the column has another one. `said` is one text for what Prisma takes for one default.
SELECT 'pg_attrdef'::regclass::oid AS classid, d.oid AS objid, 0 AS objsubid,
       'for ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname) AS identity,
       'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid,
       CASE WHEN c.relkind = 'v' THEN 0 ELSE a.attnum::int END AS parent_objsubid,
       CASE WHEN o.oid IS NOT NULL THEN 'pg_attrdef'::regclass::oid END AS origin_classid,
       o.oid AS origin_objid, 0 AS origin_objsubid,
       c.oid::regclass::text AS table, quote_ident(a.attname) AS column,
       CASE WHEN (a.attinhcount = 0 OR a.attislocal OR c.relispartition) AND c.relkind IN ('r', 'p', 'f')
           THEN '' END AS local,
       CASE WHEN e.text LIKE 'nextval(%' AND NOT EXISTS (SELECT FROM pg_depend u JOIN pg_depend s
                ON s.classid = u.refclassid AND s.objid = u.refobjid AND s.deptype = 'a'
             WHERE u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid AND u.refclassid = 'pg_class'::regclass
               AND s.refclassid = u.refclassid AND s.refobjid = c.oid AND s.refobjsubid = a.attnum)
            THEN e.text ELSE m.text END AS said, m.text AS loose,
       e.text AS expression,
       CASE WHEN e.text ~ '^''([^''\\]|'''')*''::' AND right(e.text, length(y.suffix)) = y.suffix
                 AND position('''::' IN e.text) = length(e.text) - length(y.suffix)
            THEN left(e.text, -length(y.suffix)) ELSE e.text END AS written
  FROM pg_attrdef d
  JOIN pg_class c ON c.oid = d.adrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  CROSS JOIN LATERAL (SELECT pg_get_expr(d.adbin, 0) AS text OFFSET 0) e
  CROSS JOIN LATERAL (SELECT CASE WHEN e.text LIKE 'nextval(%' THEN 'autoincrement'
      WHEN e.text = 'now()' THEN 'CURRENT_TIMESTAMP'
      WHEN e.text ~ '^''?-?[0-9]+(\.[0-9]+)?''?(::(numeric|integer|bigint|smallint|double precision|real))?$'
      THEN trim_scale(substring(e.text FROM '-?[0-9.]+')::numeric)::text
      WHEN e.text ~ '^''([^'']|'''')*''::(text|character varying)$' THEN regexp_replace(e.text, '::[a-z ]+$', '')
      WHEN e.text ~ '^''\{([^'']|'''')*\}''::.*\[\]$'
      THEN 'ARRAY' || replace(substring(e.text FROM '^''(.*)''::'), '''''', '''')::text[]::text
      WHEN e.text ~ '^ARRAY\[((''([^'']|'''')*''(::[a-z ."]+)?|-?[0-9]+(\.[0-9]+)?)(, |(?=\])))*\](::[^'']*)?$'
      THEN 'ARRAY' || coalesce((SELECT array_agg(coalesce(replace(p[1], '''''', ''''), p[2]))
          FROM regexp_matches(regexp_replace(e.text, '\](::[^'']*)?$', ''),
              '''((?:[^'']|'''')*)''|\m(-?[0-9]+(?:\.[0-9]+)?)', 'g') p), '{}')::text
        ELSE e.text END AS text OFFSET 0) m
  CROSS JOIN LATERAL (SELECT '::' || format_type(a.atttypid, NULL) AS suffix) y
  LEFT JOIN (SELECT DISTINCT ON (i.inhrelid, p.attname) i.inhrelid, p.attname, pd.oid
               FROM pg_inherits i
               JOIN pg_attribute p ON p.attrelid = i.inhparent AND NOT p.attisdropped
               JOIN pg_attrdef pd ON pd.adrelid = p.attrelid AND pd.adnum = p.attnum
              ORDER BY i.inhrelid, p.attname, i.inhseqno) o ON a.attinhcount > 0 AND o.inhrelid = c.oid
                  AND o.attname = a.attname
 WHERE a.attgenerated = '' AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

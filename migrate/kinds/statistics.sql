-- Manual: pg_statistic_ext, CREATE STATISTICS. They are dropped with their table, and with a column that they are
-- about. pg_get_statisticsobjdef() is not used, because it prints the columns in the table's order.
SELECT 'pg_statistic_ext'::regclass::oid AS classid, s.oid AS objid, 0 AS objsubid, quote_ident(s.stxname) AS name,
       'pg_class'::regclass::oid AS parent_classid, s.stxrelid AS parent_objid, 0 AS parent_objsubid,
       s.stxrelid::regclass::text AS table,
       CASE WHEN NOT ARRAY['d', 'f', 'm']::"char"[] <@ s.stxkind
           AND (l.expressions IS NULL OR cardinality(l.expressions) > 1 OR l.columns IS NOT NULL)
            THEN concat_ws(', ', CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END,
                CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END,
                           CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END) END AS kinds,
       concat_ws(', ', l.columns, (SELECT string_agg('(' || x.expression || ')', ', ' ORDER BY x.ord)
                                     FROM unnest(l.expressions) WITH ORDINALITY AS x(expression, ord))) AS members,
       CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::text END AS target
  FROM pg_statistic_ext s
  JOIN pg_namespace n ON n.oid = s.stxnamespace
  CROSS JOIN LATERAL (SELECT
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") FROM pg_attribute a
         WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) AS columns,
       pg_get_statisticsobjdef_expressions(s.oid) AS expressions --@ 140000
       NULL::text[] AS expressions --@ <140000
       ) l
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

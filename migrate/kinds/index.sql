-- Manual: pg_index, pg_get_indexdef(). Indexes that no constraint owns. The options are objects of their own, which
-- stand in the middle of the definition; see option.sql. `head` and `rest` are what stands before and behind the ONLY
-- of a partitioned table's index, `concurrent` and `beside` the head of a statement that builds it while others
-- write, the latter without its name. `given` is a part with the name that the server gives it when it creates the
-- whole.
-- `said` is what Prisma's language has words for; it has none for expressions, nor for a predicate, which `plain`
-- lacks, as it lacks operator classes where Prisma does not see them. Where a part is a
-- constraint's, neither of the two is dropped without the other, and the server requires
-- CASCADE.
SELECT 'pg_class'::regclass::oid AS classid, i.oid AS objid, 0 AS objsubid, quote_ident(i.relname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(i.relname) AS identity,
       'pg_class'::regclass::oid AS parent_classid, x.indrelid AS parent_objid, 0 AS parent_objsubid,
       f.head || w.tail AS definition, p.head, substr(f.head, length(p.head || p.only) + 1) AS rest, o.storage,
           nullif(w.tail, '') AS tail,
       regexp_replace(p.head, 'INDEX ', 'INDEX CONCURRENTLY ') AS concurrent,
       u.words || 'CONCURRENTLY ' AS beside, quote_ident(n.nspname) AS schema,
       u.words || substr(f.head || w.tail, length(p.head || p.only || c.oid::regclass::text) + 1) AS body,
       CASE WHEN i.relispartition AND i.reloptions IS NULL AND i.reltablespace = 0 AND i.relname = c.relname || '_' ||
           (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute a
                                                                       WHERE a.attrelid = i.oid) || '_idx'
                                                                           THEN '' END AS given,
       u.words || substr(f.head || w.tail, length(u.words || quote_ident(i.relname)) + 1) AS shape,
       CASE WHEN x.indpred IS NULL THEN l.text END AS said, y.text AS plain, y.text || w.tail AS whole_text,
       CASE WHEN x.indpred IS NULL AND x.indisunique
           THEN replace(l.text, ' ' || quote_ident(i.relname) || ' ON ', ' ON ') END AS nameless,
       CASE WHEN NOT x.indisvalid THEN 'INVALID' END AS invalid, CASE i.relkind WHEN 'I' THEN '' END AS whole,
       CASE WHEN EXISTS (SELECT FROM pg_inherits h
           JOIN pg_constraint k ON k.conindid = h.inhrelid AND k.contype IN ('p', 'u', 'x')
                          WHERE h.inhparent = i.oid) THEN 'CASCADE' END AS cascade,
       quote_ident(t.spcname) AS tablespace
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace t ON t.oid = i.reltablespace
  CROSS JOIN LATERAL (SELECT pg_get_indexdef(i.oid) AS definition,
      coalesce(' WHERE ' || pg_get_expr(x.indpred, x.indrelid), '') AS tail OFFSET 0) w
  LEFT JOIN LATERAL (SELECT string_agg(quote_ident(o.option_name) || '=' || CASE quote_ident(o.option_value)
      WHEN o.option_value THEN o.option_value ELSE quote_literal(o.option_value) END, ', ') AS printed,
      string_agg(quote_ident(o.option_name) || ' = '
          || CASE WHEN o.option_value ~ '^(0|[1-9][0-9]{0,8}|[0-9]+\.[0-9]+|true|false|on|off)$'
           THEN o.option_value ELSE quote_literal(o.option_value) END, ', ') AS storage
                       FROM pg_options_to_table(i.reloptions) o) o ON i.relkind = 'i' AND i.reloptions IS NOT NULL
  CROSS JOIN LATERAL (SELECT left(w.definition,
      length(w.definition) - length(concat(' WITH (' || o.printed || ')', w.tail))) AS head OFFSET 0) f
  CROSS JOIN LATERAL (SELECT CASE WHEN x.indexprs IS NULL THEN CASE WHEN x.indisvalid THEN '' ELSE 'INVALID ' END
      || regexp_replace(f.head, '(?<= ON )ONLY | NULLS (FIRST|LAST|NOT DISTINCT)| COLLATE [^ ,)]+| INCLUDE \([^)]*\)'
          || '|(?<=_ops) \([a-z_]+=''[^'')]*''(, [a-z_]+=''[^'')]*'')*\)', '', 'g') END AS text OFFSET 0) l
  CROSS JOIN LATERAL (SELECT CASE WHEN l.text ~ ' USING (btree|hash) \('
      THEN regexp_replace(l.text, '(?<=[a-z0-9_"]) ([a-z0-9_]+\.)?[a-z0-9_]+_ops(?=[,) ])', '', 'g')
      ELSE l.text END AS text OFFSET 0) y
  CROSS JOIN LATERAL (SELECT CASE WHEN x.indisunique THEN 'CREATE UNIQUE INDEX ' ELSE 'CREATE INDEX ' END AS words) u
  CROSS JOIN LATERAL (SELECT u.words || quote_ident(i.relname) || ' ON ' AS head,
      CASE i.relkind WHEN 'I' THEN 'ONLY ' ELSE '' END AS only) p
 WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
   AND i.oid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x'))

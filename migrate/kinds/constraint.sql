-- Manual: pg_constraint. What a child table only inherits is its parent table's; a partition repeats checks and keys,
-- as in pg_dump, because they must be there when it is attached. `said`: as in index.sql, where Prisma has an index
-- for each unique constraint. Foreign keys are a kind of their own. CREATE TABLE drops one of two unique constraints
-- over the same columns, so those are not inline; nor is one whose index lacks parts, which the server would look
-- for. Options of indexes are objects of their own, see
-- option.sql. `built` are the columns as CREATE INDEX says them.
-- A NOT NULL is the column's, and tacit, unless its name is not what the server gives it, or it is not
-- inherited or not valid (from version 18 on); a primary key needs it.
SELECT 'pg_constraint'::regclass::oid AS classid, k.oid AS objid, 0 AS objsubid, quote_ident(k.conname) AS name,
       quote_ident(k.conname) || ' on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
       quote_ident(k.conname) || ' ON ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id,
       CASE WHEN i.oid IS NOT NULL THEN format('%I.%I', n.nspname, i.relname) END AS place,
       'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       CASE WHEN o.oid IS NOT NULL THEN 'pg_constraint'::regclass::oid END AS origin_classid, o.oid AS origin_objid,
           0 AS origin_objsubid,
       CASE WHEN k.contype = 'p' THEN (SELECT string_agg(m.tableoid || ' ' || m.oid || ' 0', ', ') --@ 180000
           FROM pg_constraint m --@ 180000
                                        WHERE m.conrelid = k.conrelid AND m.contype = 'n' --@ 180000
                                            AND m.conkey[1] = ANY (k.conkey)) END AS depends, --@ 180000
       CASE k.contype WHEN 'n' THEN 0 WHEN 'p' THEN 1 WHEN 'u' THEN 2 WHEN 'x' THEN 3 ELSE 4 END + 2000 AS ord,
       CASE WHEN false
              OR k.contype = 'n' AND k.convalidated AND NOT k.connoinherit --@ 180000 ~180000
             AND (octet_length(k.conname) >= 63 --@ 180000 ~180000
              OR k.conname = c.relname || '_' || (SELECT a.attname FROM pg_attribute a --@ 180000 ~180000
                  WHERE a.attrelid = c.oid AND a.attnum = k.conkey[1]) || '_not_null') --@ 180000 ~180000
            THEN '' END AS tacit,
       CASE k.contype WHEN 'p' THEN quote_ident(k.conname) || ' ' || f.head WHEN 'u' THEN l.text END AS said,
       CASE k.contype WHEN 'u' THEN 'CREATE UNIQUE INDEX '
           || substr(l.definition, length('CREATE UNIQUE INDEX ' || quote_ident(i.relname)) + 1) END AS shape,
       CASE k.contype WHEN 'u' THEN replace(l.text, ' ' || quote_ident(i.relname) || ' ON ', ' ON ') END AS nameless,
       CASE WHEN NOT x.indisvalid THEN 'INVALID' END AS invalid,
       CASE WHEN i.relispartition AND i.reloptions IS NULL AND i.reltablespace = 0 AND k.conname = CASE k.contype
           WHEN 'p' THEN c.relname || '_pkey' ELSE (
                 SELECT c.relname || '_' || string_agg(a.attname, '_' ORDER BY a.attnum) || CASE k.contype WHEN 'u'
                     THEN '_key' ELSE '_excl' END
                   FROM pg_attribute a WHERE a.attrelid = i.oid) END THEN '' END AS given,
       CASE WHEN f.head IS NOT NULL THEN f.head || e.tail WHEN k.convalidated THEN d.text
           ELSE regexp_replace(d.text, ' NOT VALID$', '') END AS definition,
       CASE WHEN NOT k.convalidated THEN 'NOT VALID' END AS not_valid, --@ <180000
       CASE WHEN NOT k.convalidated AND k.conenforced THEN 'NOT VALID' END AS not_valid, --@ 180000
       CASE WHEN NOT (k.contype = 'u' AND (k.conrelid, k.conkey) IN (
                 SELECT conrelid, conkey FROM pg_constraint WHERE contype IN ('p', 'u') GROUP BY 1,
                     2 HAVING count(*) > 1))
             AND x.indisvalid IS NOT FALSE THEN '' END AS inline,
       CASE WHEN k.contype = 'c' AND NOT k.connoinherit AND c.relkind <> 'p' THEN '' END AS passed_on,
       CASE i.relkind WHEN 'I' THEN '' END AS whole, f.head, nullif(e.tail, '') AS tail,
           i.oid::regclass::text AS index, quote_ident(t.spcname) AS tablespace, quote_ident(i.relname) AS index_name,
       CASE WHEN k.contype = 'c'
           AND k.conenforced --@ 180000
           THEN '' END AS checks,
       CASE WHEN k.contype IN ('p', 'u')
           AND NOT k.conperiod --@ 180000
           THEN CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END END AS using_index,
       CASE WHEN k.contype IN ('p', 'u')
           THEN regexp_replace(f.head, '^(PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (.*)$', '\3\2') END AS built,
       CASE i.relkind WHEN 'i' THEN w.storage END AS storage
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT pg_get_constraintdef(k.oid) AS text OFFSET 0) d
  LEFT JOIN pg_class i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_index x ON x.indexrelid = i.oid
  LEFT JOIN pg_tablespace t ON t.oid = i.reltablespace
  CROSS JOIN LATERAL (SELECT d.text AS definition, CASE WHEN x.indisvalid THEN '' ELSE 'INVALID ' END
      || regexp_replace(d.text,
          '(?<= ON )ONLY | NULLS (FIRST|LAST|NOT DISTINCT)| COLLATE [^ ,)]+| INCLUDE \([^)]*\)| WITH \(.*$', '', 'g')
          AS text FROM (SELECT CASE k.contype WHEN 'u' THEN pg_get_indexdef(i.oid) END AS text OFFSET 0) d) l
  LEFT JOIN LATERAL (SELECT concat(' WHERE (' || pg_get_expr(x.indpred, x.indrelid) || ')',
      CASE WHEN k.condeferrable THEN ' DEFERRABLE' END,
                                   CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' END) AS tail) e
         ON i.oid IS NOT NULL AND right(d.text, length(e.tail)) = e.tail
  LEFT JOIN LATERAL (SELECT string_agg(quote_ident(o.option_name) || '=' || CASE quote_ident(o.option_value)
      WHEN o.option_value THEN o.option_value ELSE quote_literal(o.option_value) END, ', ') AS printed,
      string_agg(quote_ident(o.option_name) || ' = '
          || CASE WHEN o.option_value ~ '^(0|[1-9][0-9]{0,8}|[0-9]+\.[0-9]+|true|false|on|off)$'
           THEN o.option_value ELSE quote_literal(o.option_value) END, ', ') AS storage
                       FROM pg_options_to_table(i.reloptions) o) w ON i.reloptions IS NOT NULL
  LEFT JOIN LATERAL (SELECT CASE WHEN right(b.text, length(b.words)) = b.words
      THEN left(b.text, length(b.text) - length(b.words)) ELSE b.text END
                            || CASE i.relkind WHEN 'I' THEN b.words ELSE '' END AS head
                       FROM (SELECT left(d.text, length(d.text) - length(e.tail)) AS text,
                           coalesce(' WITH (' || w.printed || ')', '') AS words) b) f
         ON e.tail IS NOT NULL
  LEFT JOIN LATERAL (SELECT p.oid FROM pg_inherits h
      JOIN pg_constraint p ON p.conrelid = h.inhparent AND p.conname = k.conname AND p.contype = k.contype
                      WHERE k.contype IN ('c', 'n') AND k.coninhcount > 0 AND h.inhrelid = c.oid LIMIT 1) o ON true
 WHERE (k.contype IN ('c', 'p', 'u', 'x')
    OR k.contype = 'n' AND (k.connoinherit OR NOT k.convalidated --@ 180000
       OR true --@ 180000 ~180000
       ) --@ 180000
       ) AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'f')
   AND (k.conislocal OR k.coninhcount = 0 OR c.relispartition)
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

-- Manual: pg_sequence. Sequences of their own and serial ones; identity columns keep theirs. Options are NULL where
-- they are the default.
SELECT 'pg_class'::regclass::oid AS classid, s.oid AS objid, 0 AS objsubid, quote_ident(s.relname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(s.relname) AS identity,
       quote_ident(n.nspname) AS schema, replace(quote_ident(n.nspname), '''', '''''') AS schema_literal,
       of.table, of.counts, of.filled,
       CASE WHEN q.seqtypid <> 'int8'::regtype THEN q.seqtypid::regtype::text END AS type,
       CASE s.relpersistence WHEN 'u' THEN 'UNLOGGED' END AS persistence,
       CASE WHEN q.seqincrement <> 1 THEN q.seqincrement::text END AS increment,
       CASE WHEN q.seqmin <> CASE WHEN q.seqincrement > 0 THEN 1 ELSE l.bottom END THEN q.seqmin::text END AS minimum,
       CASE WHEN q.seqmax <> CASE WHEN q.seqincrement > 0 THEN l.top ELSE -1 END THEN q.seqmax::text END AS maximum,
       CASE WHEN q.seqstart <> CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END
           THEN q.seqstart::text END AS start,
       quote_literal(s.oid::regclass) AS literal, CASE WHEN q.seqincrement < 0 THEN '' END AS descending,
       CASE WHEN q.seqincrement > 0 AND q.seqmin = l.bottom THEN l.bottom WHEN q.seqincrement < 0 AND q.seqmax = l.top
           THEN l.top END::text AS edge,
       q.seqmin::text AS bottom, q.seqmax::text AS top,
       q.seqstart::text AS all_start, q.seqincrement::text AS all_increment,
       CASE WHEN q.seqcache <> 1 THEN q.seqcache::text END AS cache,
       CASE WHEN q.seqcycle THEN 'CYCLE' END AS cycle
  FROM pg_class s
  JOIN pg_namespace n ON n.oid = s.relnamespace
  JOIN pg_sequence q ON q.seqrelid = s.oid
  CROSS JOIN LATERAL (SELECT
       CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
           ELSE 9223372036854775807 END AS top,
       CASE q.seqtypid WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
           ELSE -9223372036854775808 END AS bottom) l
  LEFT JOIN LATERAL (
       SELECT c.oid::regclass::text AS table, format('%I.%I.%I', tn.nspname, c.relname, a.attname) AS counts,
              CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
                  THEN quote_ident(a.attname) END AS filled
         FROM pg_depend d
         JOIN pg_class c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p')
         JOIN pg_namespace tn ON tn.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass
            AND d.deptype = 'a'
          AND d.refobjsubid > 0
        LIMIT 1) of ON true
 WHERE s.relkind = 'S' AND s.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend d
       WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'i')

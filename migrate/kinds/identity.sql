-- Manual: pg_sequence, CREATE TABLE (GENERATED … AS IDENTITY). The sequence is the column's; its options are NULL
-- where they are the default, and its persistence (from version 15 on) where it is its table's.
SELECT 'pg_class'::regclass::oid AS classid, s.oid AS objid, 0 AS objsubid, 'identity' AS name,
    format('%I.%I', sn.nspname, s.relname) AS id,
       format('%I.%I', sn.nspname, s.relname) AS place, quote_ident(s.relname) AS sequence,
       'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, a.attnum::int AS parent_objsubid,
       quote_ident(sn.nspname) AS schema, replace(quote_ident(sn.nspname), '''', '''''') AS schema_literal,
       c.oid::regclass::text AS table, quote_ident(a.attname) AS column,
       format('%I.%I.%I', n.nspname, c.relname, a.attname) AS counts, quote_ident(a.attname) AS filled,
           'autoincrement' AS said,
       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END AS generation,
       p.like_table, CASE WHEN s.relpersistence <> c.relpersistence THEN p.own END AS persistence, --@ 150000
       NULL AS like_table, NULL AS persistence, --@ <150000
       o.sequence_name, o.start, o.increment, o.minimum, o.maximum, o.cache, o.cycle,
       nullif(concat_ws(' ', 'SEQUENCE NAME ' || o.sequence_name, 'START WITH ' || o.start,
           'INCREMENT BY ' || o.increment,
                 'MINVALUE ' || o.minimum, 'MAXVALUE ' || o.maximum, 'CACHE ' || o.cache, o.cycle), '') AS all_options,
       quote_literal(s.oid::regclass) AS literal, (SELECT typlen FROM pg_type WHERE oid = q.seqtypid)::text AS size,
           CASE WHEN q.seqincrement < 0 THEN '' END AS descending,
       CASE WHEN q.seqincrement > 0 AND q.seqmin = l.bottom THEN l.bottom WHEN q.seqincrement < 0 AND q.seqmax = l.top
           THEN l.top END::text AS edge,
       q.seqmin::text AS bottom, q.seqmax::text AS top,
       q.seqstart::text AS all_start, q.seqincrement::text AS all_increment
  FROM pg_depend dep
  JOIN pg_class s ON s.oid = dep.objid AND s.relkind = 'S'
  JOIN pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_sequence q ON q.seqrelid = s.oid
  JOIN pg_class c ON c.oid = dep.refobjid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = dep.refobjsubid
  CROSS JOIN LATERAL (SELECT
       CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
           ELSE 9223372036854775807 END AS top,
       CASE q.seqtypid WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
           ELSE -9223372036854775808 END AS bottom) l
  CROSS JOIN LATERAL (SELECT
       CASE WHEN s.relname <> c.relname || '_' || a.attname || '_seq' OR s.relnamespace <> c.relnamespace
            THEN s.oid::regclass::text END AS sequence_name,
       CASE WHEN q.seqstart <> CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END
           THEN q.seqstart::text END AS start,
       CASE WHEN q.seqincrement <> 1 THEN q.seqincrement::text END AS increment,
       CASE WHEN q.seqmin <> CASE WHEN q.seqincrement > 0 THEN 1 ELSE l.bottom END THEN q.seqmin::text END AS minimum,
       CASE WHEN q.seqmax <> CASE WHEN q.seqincrement > 0 THEN l.top ELSE -1 END THEN q.seqmax::text END AS maximum,
       CASE WHEN q.seqcache <> 1 THEN q.seqcache::text END AS cache,
       CASE WHEN q.seqcycle THEN 'CYCLE' END AS cycle) o
  CROSS JOIN LATERAL (SELECT CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END AS like_table, --@ 150000
                             CASE s.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END AS own) p --@ 150000
 WHERE dep.classid = 'pg_class'::regclass AND dep.refclassid = 'pg_class'::regclass AND dep.deptype = 'i'
     AND a.attidentity <> ''
   AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'f')
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

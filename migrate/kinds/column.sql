-- Manual: pg_attribute. Columns of tables; an inherited column has an origin in the parent table. Those of foreign
-- tables hold no values. `required` holds where no row of the table or of one that inherits from it can have NULL
-- there. A partitioned table's NOT NULL is named, because its partitions, which may be there before, have that name.
-- The type of a column that a partition key uses is fixed. `serial` is the word for a column whose sequence is the one
-- that this word makes, and is used by nothing else (manual: Serial Types).
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, a.attnum::int AS objsubid, quote_ident(a.attname) AS name,
       'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       CASE WHEN a.attinhcount > 0 THEN 'pg_class'::regclass::oid END AS origin_classid,
       o.attrelid AS origin_objid, o.attnum::int AS origin_objsubid,
       a.attnum::int AS ord,
       CASE WHEN a.attinhcount = 0 OR a.attislocal OR c.relispartition THEN '' END AS local,
       CASE WHEN a.attislocal AND NOT c.relispartition THEN '' END AS declared,
       format_type(a.atttypid, a.atttypmod) AS type, serial.word AS serial,
       format_type(a.atttypid, NULL) AS base_type,
       t.typcategory::text AS category, CASE t.typcategory WHEN 'A' THEN '' END AS list,
       casts.assignable, casts.castable, casts.same_bits,
       format_type(element.oid, NULL) AS cast_type,
       CASE WHEN over.base IS NULL THEN format_type(a.atttypid, a.atttypmod)
           ELSE format_type(over.base, over.typmod) END AS stored,
       CASE WHEN a.attnotnull OR NOT over.required THEN format_type(over.base, over.typmod) END AS close_type,
       CASE WHEN over.checked THEN '' END AS checked,
       CASE WHEN c.relkind <> 'f' THEN CASE WHEN t.typcategory = 'A' THEN 'text[]' ELSE 'text' END END AS text_type,
       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation,
       CASE WHEN a.attnotnull THEN 'NOT NULL' END AS not_null, --@ <180000
       CASE WHEN a.attnotnull AND NOT EXISTS ( --@ 180000
         SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum --@ 180000
            AND (k.conislocal OR k.coninhcount = 0 OR c.relispartition) --@ 180000
            AND (k.connoinherit OR NOT k.convalidated --@ 180000
              OR octet_length(k.conname) < 63 --@ 180000 ~180000
                  AND k.conname <> c.relname || '_' || a.attname || '_not_null' --@ 180000 ~180000
            )) AND NOT EXISTS ( --@ 180000
         WITH RECURSIVE up AS (SELECT i.inhparent FROM pg_inherits i --@ 180000
             WHERE i.inhrelid = c.oid AND a.attinhcount > 0 --@ 180000
                               UNION SELECT i.inhparent FROM up --@ 180000
                                   JOIN pg_inherits i ON i.inhrelid = up.inhparent) --@ 180000
         SELECT FROM pg_constraint k JOIN up ON true JOIN pg_class r ON r.oid = up.inhparent --@ 180000
           JOIN pg_constraint p ON p.conrelid = r.oid AND p.contype = 'n' AND p.conname = k.conname --@ 180000
          WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum AND NOT k.conislocal --@ 180000
              AND k.coninhcount > 0 AND NOT c.relispartition --@ 180000
            AND (p.conislocal OR p.coninhcount = 0) AND (NOT p.convalidated --@ 180000
              OR octet_length(p.conname) < 63 --@ 180000 ~180000
                  AND p.conname <> r.relname || '_' || a.attname || '_not_null' --@ 180000 ~180000
            )) --@ 180000
            THEN 'NOT NULL' END AS not_null, --@ 180000
       CASE WHEN a.attnotnull
             AND (c.oid, a.attnum) NOT IN (SELECT k.conrelid, k.conkey[1] FROM pg_constraint k --@ 180000
                 WHERE k.contype = 'n' AND NOT k.convalidated AND k.conrelid <> 0) --@ 180000
             AND (NOT c.relhassubclass OR c.relkind = 'p' OR NOT EXISTS (
                  WITH RECURSIVE heir AS (SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = c.oid
                                          UNION SELECT i.inhrelid FROM heir
                                              JOIN pg_inherits i ON i.inhparent = heir.inhrelid)
                  SELECT FROM heir JOIN pg_attribute h ON h.attrelid = heir.inhrelid AND h.attname = a.attname
                      WHERE NOT h.attnotnull)) THEN '' END AS required,
       (SELECT quote_ident(k.conname) FROM pg_constraint k WHERE false --@ 180000
            OR a.attnotnull AND c.relkind = 'p' AND k.conrelid = c.oid AND k.contype = 'n' --@ 180000 ~180000
                AND k.conkey[1] = a.attnum --@ 180000 ~180000
           AND k.conname = c.relname || '_' || a.attname || '_not_null' --@ 180000 ~180000
       ) AS not_null_name, --@ 180000
       NULL AS not_null_name, --@ <180000
       (SELECT k.conname::text FROM pg_constraint k WHERE a.attnotnull AND k.conrelid = c.oid --@ 180000
           AND k.contype = 'n' AND k.conkey[1] = a.attnum) AS not_null_constraint, --@ 180000
       NULL AS not_null_constraint, --@ <180000
       CASE WHEN a.attfdwoptions IS NOT NULL THEN (
         SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', '
             ORDER BY o.option_name COLLATE "C")
           FROM pg_options_to_table(a.attfdwoptions) o) END AS options,
       CASE WHEN c.relkind <> 'p' OR NOT EXISTS (
         SELECT FROM pg_depend k WHERE k.classid = 'pg_class'::regclass AND k.objid = c.oid AND k.objsubid = a.attnum
            AND k.refclassid = 'pg_class'::regclass AND k.refobjid = c.oid AND k.refobjsubid = 0 AND k.deptype = 'i')
                THEN '' END AS free,
       CASE WHEN a.attgenerated <> '' OR c.relkind = 'f' THEN '' END AS derived,
       CASE WHEN a.attgenerated <> '' THEN format_type(a.atttypid, a.atttypmod) || ' ' || --@ 170000
           a.attgenerated::text END AS computed, --@ 170000
       NULL AS computed, --@ <170000
       CASE WHEN a.atthasdef AND a.attgenerated = '' THEN (
         SELECT pg_get_expr(v.adbin, 0) FROM pg_attrdef v
          WHERE v.adrelid = a.attrelid AND v.adnum = a.attnum AND v.adbin::text LIKE '%funcid %' AND EXISTS (
            SELECT FROM regexp_matches(v.adbin::text, ':(?:op)?funcid ([0-9]+)', 'g') f (oids)
              JOIN pg_proc p ON p.oid = f.oids[1]::oid AND p.provolatile = 'v')) END AS volatile,
       g.text AS generation,
       CASE a.attgenerated
            WHEN 's' THEN 'GENERATED ALWAYS AS (' || g.text || ') STORED'
            WHEN 'v' THEN 'GENERATED ALWAYS AS (' || g.text || ')' END AS generated,
       CASE WHEN a.attgenerated <> '' AND a.attinhcount > 0 AND NOT c.relispartition AND EXISTS ( --@ <160000
         SELECT FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname --@ <160000
          WHERE i.inhrelid = c.oid AND p.attgenerated <> '') THEN '' END AS generated_by_ancestor --@ <160000
       NULL AS generated_by_ancestor --@ 160000
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
  LEFT JOIN LATERAL (SELECT pg_get_expr(d.adbin, d.adrelid) AS text OFFSET 0) g ON d.oid IS NOT NULL
  LEFT JOIN (SELECT o.refobjid AS relid, o.refobjsubid AS num, w.word
               FROM pg_sequence q
               JOIN pg_class s ON s.oid = q.seqrelid
               JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = s.oid AND o.deptype = 'a'
                   AND o.refclassid = 'pg_class'::regclass
               JOIN pg_class t ON t.oid = o.refobjid AND t.relnamespace = s.relnamespace AND NOT t.relispartition
               JOIN pg_attribute f ON f.attrelid = t.oid AND f.attnum = o.refobjsubid AND f.attnotnull
                   AND f.attinhcount = 0 AND f.atttypid = q.seqtypid
               JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = f.attnum AND f.attgenerated = ''
               JOIN (VALUES ('int2'::regtype, 'smallserial', 32767), ('int4'::regtype, 'serial', 2147483647),
                   ('int8'::regtype, 'bigserial', 9223372036854775807)) w (type, word, top) ON w.type = q.seqtypid
              WHERE s.relname = t.relname || '_' || f.attname || '_seq'
                AND octet_length(t.relname || '_' || f.attname || '_seq') < 64
                AND s.relpersistence = 'p' --@ <150000
                AND s.relpersistence = t.relpersistence --@ 150000
                AND (q.seqincrement, q.seqmin, q.seqstart, q.seqcache, q.seqcycle, q.seqmax)
                    = (1, 1, 1, 1, false, w.top)
                AND pg_get_expr(d.adbin, 0) = 'nextval(' || quote_literal(s.oid::regclass) || '::regclass)'
                AND NOT EXISTS (SELECT FROM pg_depend u WHERE u.refclassid = 'pg_class'::regclass
                    AND u.refobjid = s.oid AND u.deptype = 'n'
                    AND (u.classid, u.objid) <> ('pg_attrdef'::regclass, d.oid))) serial
      ON serial.relid = c.oid AND serial.num = a.attnum
  LEFT JOIN (WITH RECURSIVE chain (domain, base, typmod, checked, required) AS (
               SELECT d.oid, d.typbasetype, d.typtypmod,
                   d.typnotnull OR EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = d.oid), d.typnotnull
                 FROM pg_type d WHERE d.typtype = 'd'
                UNION ALL
               SELECT c.domain, d.typbasetype, d.typtypmod,
                   c.checked OR d.typnotnull OR EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = d.oid),
                   c.required OR d.typnotnull
                 FROM chain c JOIN pg_type d ON d.oid = c.base AND d.typtype = 'd')
             SELECT c.* FROM chain c JOIN pg_type b ON b.oid = c.base AND b.typtype <> 'd') over
                 ON over.domain = a.atttypid
  JOIN pg_type stored ON stored.oid = coalesce(over.base, a.atttypid)
  JOIN pg_type element ON element.oid = CASE WHEN stored.typcategory = 'A' AND stored.typelem <> 0 THEN stored.typelem
      ELSE stored.oid END
  LEFT JOIN (SELECT castsource,
      string_agg(format_type(casttarget, NULL), '|') FILTER (WHERE castcontext IN ('a', 'i')) AS assignable,
                    string_agg(format_type(casttarget, NULL), '|') FILTER (WHERE castcontext = 'e') AS castable,
                    string_agg(format_type(casttarget, NULL), '|') FILTER (WHERE castmethod = 'b') AS same_bits
               FROM pg_cast GROUP BY castsource) casts ON casts.castsource = element.oid
  LEFT JOIN (SELECT DISTINCT ON (i.inhrelid, p.attname) i.inhrelid, p.attname, p.attrelid, p.attnum
               FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent AND NOT p.attisdropped
              ORDER BY i.inhrelid, p.attname, i.inhseqno) o ON a.attinhcount > 0 AND o.inhrelid = c.oid
                  AND o.attname = a.attname
 WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

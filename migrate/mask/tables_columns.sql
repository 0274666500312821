-- Manual: pg_attribute, pg_type. Types are those that domains are over; the length of a character type is that of the
-- outermost domain that has one.
-- What a type holds: the base of a domain, the elements of an array, the attributes of a composite type, the bounds
-- of a range. What an extension's type holds, nobody knows.
WITH RECURSIVE inside (type, part) AS (
  SELECT t.oid, t.oid FROM pg_type t WHERE t.oid IN (SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid >= 16384)
  UNION
  SELECT i.type, p.oid
    FROM inside i
    JOIN pg_type t ON t.oid = i.part
    CROSS JOIN LATERAL (
      SELECT t.typbasetype AS oid WHERE t.typtype = 'd'
      UNION ALL
      SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
      UNION ALL
      SELECT m.atttypid FROM pg_attribute m
       WHERE t.typtype = 'c' AND m.attrelid = t.typrelid AND m.attnum > 0 AND NOT m.attisdropped
      UNION ALL
      SELECT r.rngsubtype FROM pg_range r
       WHERE t.oid = r.rngtypid OR t.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid) AS p),
personal AS (
  SELECT DISTINCT i.type
    FROM inside i
    JOIN pg_type t ON t.oid = i.part
   WHERE t.typtype = 'b'
     AND (t.typcategory IN ('S', 'D', 'I')
          OR t.typname IN ('json', 'jsonb', 'xml', 'bytea', 'tsvector', 'tsquery', 'char', 'macaddr', 'macaddr8')
          OR t.typcategory <> 'A' AND t.typnamespace <> 'pg_catalog'::regnamespace)),
over (domain, base, typmod, required) AS (
  SELECT t.oid, t.typbasetype, t.typtypmod, t.typnotnull FROM pg_type t WHERE t.typtype = 'd'
  UNION ALL
  SELECT o.domain, t.typbasetype, CASE WHEN o.typmod >= 0 THEN o.typmod ELSE t.typtypmod END,
         o.required OR t.typnotnull
    FROM over o JOIN pg_type t ON t.oid = o.base AND t.typtype = 'd')
SELECT a.attrelid, a.attname, quote_ident(a.attname), format_type(b.oid, -1), format_type(a.atttypid, a.atttypmod),
       b.typname, b.typcategory,
       CASE WHEN a.attnotnull OR o.required THEN '' END,
       CASE WHEN a.attgenerated <> '' THEN '' END,
       nullif(a.attidentity, ''),
       CASE WHEN b.typname IN ('varchar', 'bpchar') AND coalesce(nullif(a.atttypmod, -1), o.typmod) > 4
            THEN coalesce(nullif(a.atttypmod, -1), o.typmod) - 4 END,
       (SELECT s.label FROM pg_seclabel s
         WHERE s.classoid = 'pg_class'::regclass AND s.objoid = a.attrelid AND s.objsubid = a.attnum
           AND s.provider = 'anon'),
       CASE WHEN a.atthasdef THEN '' END,
       (SELECT string_agg(quote_literal(l.enumlabel), ',' ORDER BY l.enumsortorder) FROM pg_enum l
         WHERE l.enumtypid = b.oid),
       (SELECT string_agg(format_type(m.atttypid, -1), '|' ORDER BY m.attnum) FROM pg_attribute m
         WHERE b.typtype = 'c' AND m.attrelid = b.typrelid AND NOT m.attisdropped),
       CASE WHEN EXISTS (SELECT FROM personal p WHERE p.type = a.atttypid) THEN '' END,
       CASE WHEN EXISTS (SELECT FROM pg_cast k WHERE k.castsource = coalesce(e.oid, b.oid)
                            AND k.casttarget = 'json'::regtype AND k.castmethod = 'f'
                            AND k.castsource >= 16384) THEN '' END
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN over o ON o.domain = a.atttypid
       AND NOT EXISTS (SELECT FROM pg_type d WHERE d.oid = o.base AND d.typtype = 'd')
  JOIN pg_type b ON b.oid = coalesce(o.base, a.atttypid)
  LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum

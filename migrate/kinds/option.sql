-- Manual: pg_class.reloptions, CREATE TABLE (storage parameters), CREATE INDEX and CREATE VIEW (WITH). toast.* belong
-- to the table, those of a constraint's index to the constraint. The CREATE of what has them writes them. A
-- partitioned index's are part of its definition, because no ALTER changes them.
SELECT coalesce(k.classid, 'pg_class'::regclass::oid) AS parent_classid, coalesce(k.oid, c.oid) AS parent_objid,
    0 AS parent_objsubid,
       x.prefix || quote_ident(o.option_name) AS name, x.prefix || quote_ident(o.option_name) AS option,
           quote_literal(o.option_value) AS value,
       CASE WHEN o.option_value ~ '^(0|[1-9][0-9]{0,8}|[0-9]+\.[0-9]+|true|false|on|off)$'
            THEN o.option_value ELSE quote_literal(o.option_value) END AS written,
       CASE c.relkind WHEN 'i' THEN c.oid::regclass::text END AS index, '' AS inline
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT '' AS prefix, c.reloptions AS options
                      UNION ALL SELECT 'toast.', t.reloptions FROM pg_class t WHERE t.oid = c.reltoastrelid) x
  CROSS JOIN LATERAL pg_options_to_table(x.options) o
  LEFT JOIN LATERAL (SELECT 'pg_constraint'::regclass::oid AS classid, refobjid AS oid FROM pg_depend d
                      WHERE c.relkind = 'i' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND d.refclassid = 'pg_constraint'::regclass AND d.deptype = 'i') k ON true
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'i') AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

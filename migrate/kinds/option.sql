-- Manual: pg_class.reloptions, CREATE TABLE (storage parameters), CREATE VIEW (WITH). toast.* belong to the table.
-- An index's are part of its definition.
SELECT 'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       x.prefix || quote_ident(o.option_name) AS name, x.prefix || quote_ident(o.option_name) AS option, quote_literal(o.option_value) AS value
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT '' AS prefix, c.reloptions AS options
                      UNION ALL SELECT 'toast.', t.reloptions FROM pg_class t WHERE t.oid = c.reltoastrelid) x
  CROSS JOIN LATERAL pg_options_to_table(x.options) o
 WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'

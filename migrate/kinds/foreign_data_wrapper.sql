-- Manual: pg_foreign_data_wrapper.
SELECT 'pg_foreign_data_wrapper'::regclass::oid AS classid, w.oid AS objid, 0 AS objsubid,
    quote_ident(w.fdwname) AS name,
       CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::regproc::text END AS handler,
       CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::regproc::text END AS validator,
       (SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', '
           ORDER BY o.option_name COLLATE "C")
          FROM pg_options_to_table(w.fdwoptions) o) AS options
  FROM pg_foreign_data_wrapper w

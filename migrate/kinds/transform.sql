-- Manual: CREATE TRANSFORM, pg_transform.
SELECT 'pg_transform'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid,
       'FOR ' || format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname) AS id,
       concat_ws(', ', 'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql, 0)::regprocedure,
                 'TO SQL WITH FUNCTION ' || nullif(t.trftosql, 0)::regprocedure) AS functions
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
 WHERE t.oid >= 16384

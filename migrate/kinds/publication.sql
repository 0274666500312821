-- Manual: pg_publication, CREATE PUBLICATION (publication_parameter). Options are NULL where they are the default.
SELECT 'pg_publication'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.pubname) AS name,
       CASE WHEN p.puballtables THEN 'FOR ALL TABLES' END AS all_tables,
       o.publish, o.via_root, o.generated_columns,
       nullif(concat_ws(', ', 'publish = ' || o.publish, 'publish_via_partition_root = ' || o.via_root,
                        'publish_generated_columns = ' || o.generated_columns), '') AS options
  FROM pg_publication p
  CROSS JOIN LATERAL (SELECT
       CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)
            THEN quote_literal(concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
                CASE WHEN p.pubupdate THEN 'update' END,
                                         CASE WHEN p.pubdelete THEN 'delete' END,
                                             CASE WHEN p.pubtruncate THEN 'truncate' END)) END AS publish,
       CASE WHEN p.pubgencols = 's' THEN 'stored' END AS generated_columns, --@ 180000
       NULL::text AS generated_columns, --@ <180000
       CASE WHEN p.pubviaroot THEN 'true' END AS via_root) o

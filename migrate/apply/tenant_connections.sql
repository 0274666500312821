-- How many more connections there may be: a tenth is for others. The session that asks is one that ends.
SELECT s.most - s.kept - s.most / 10
       - (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity AS a
           WHERE a.backend_type = 'client backend' AND a.pid <> pg_catalog.pg_backend_pid())
  FROM (SELECT pg_catalog.current_setting('max_connections')::integer AS most,
               pg_catalog.current_setting('superuser_reserved_connections')::integer AS kept) AS s;

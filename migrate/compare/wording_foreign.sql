-- An operator or a cast that is not the server's own. Manual: "System Catalog Initial Data" (oids below 16384).
(SELECT o.oprname FROM pg_catalog.pg_operator AS o
  WHERE o.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid LIMIT 1)
UNION ALL
(SELECT 'cast' FROM pg_catalog.pg_cast AS c
  WHERE c.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid LIMIT 1)

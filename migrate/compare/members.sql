-- Manual: pg_depend (deptype e). What came with CREATE EXTENSION; what the server itself brings along does not count.
SELECT pg_catalog.count(*) FROM pg_catalog.pg_depend d
 WHERE d.deptype OPERATOR(pg_catalog.=) 'e' AND d.refobjid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid

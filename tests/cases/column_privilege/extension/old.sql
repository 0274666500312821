CREATE EXTENSION pg_buffercache;
GRANT SELECT (usagecount) ON pg_buffercache TO pg_read_all_data;

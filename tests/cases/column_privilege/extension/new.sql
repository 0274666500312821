CREATE EXTENSION pg_buffercache;
GRANT SELECT (bufferid, isdirty) ON pg_buffercache TO pg_read_all_data WITH GRANT OPTION;
GRANT UPDATE (isdirty) ON pg_buffercache TO PUBLIC;

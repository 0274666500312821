ALTER SCHEMA public OWNER TO app;
GRANT CREATE ON SCHEMA public TO reader;
CREATE TABLE t (a integer);

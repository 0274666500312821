-- What initdb made belongs to who ran it, unless somebody gave it to another role.
ALTER FUNCTION pg_catalog.pg_ls_dir(text) OWNER TO first;
ALTER SCHEMA information_schema OWNER TO first;
CREATE TABLE t (a integer);

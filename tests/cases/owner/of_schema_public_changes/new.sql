ALTER SCHEMA public OWNER TO reader;

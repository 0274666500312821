REVOKE EXECUTE ON FUNCTION public.gen_salt(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.crypt(text,text) TO pg_monitor WITH GRANT OPTION;

GRANT USAGE ON SCHEMA s TO pg_monitor;

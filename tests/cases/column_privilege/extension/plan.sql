REVOKE SELECT (usagecount) ON TABLE public.pg_buffercache FROM pg_read_all_data;

GRANT SELECT (bufferid) ON TABLE public.pg_buffercache TO pg_read_all_data WITH GRANT OPTION;

GRANT UPDATE (isdirty) ON TABLE public.pg_buffercache TO PUBLIC;

GRANT SELECT (isdirty) ON TABLE public.pg_buffercache TO pg_read_all_data WITH GRANT OPTION;

-- Which transaction and session this is; $1 is the search path from here on.
SELECT pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(),
       pg_catalog.set_config('search_path', $1, true);

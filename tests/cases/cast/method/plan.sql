DROP CAST (bit AS pg_catalog.text);

DROP CAST (pg_catalog.bytea AS pg_catalog.jsonb);

DROP CAST (public.mood AS integer);

CREATE CAST (bit AS pg_catalog.text) WITH INOUT;

CREATE CAST (pg_catalog.bytea AS pg_catalog.jsonb) WITH INOUT;

CREATE CAST (public.mood AS integer) WITH INOUT;

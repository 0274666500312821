DROP CAST (bit AS text);

DROP CAST (bytea AS jsonb);

DROP CAST (public.mood AS integer);

CREATE CAST (bit AS text) WITH INOUT;

CREATE CAST (bytea AS jsonb) WITH INOUT;

CREATE CAST (public.mood AS integer) WITH INOUT;

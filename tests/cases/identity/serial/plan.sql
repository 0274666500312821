ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;

CREATE SEQUENCE public.migrate_aside_2 MINVALUE -9223372036854775808 START WITH 1;

SELECT pg_catalog.setval('public.migrate_aside_2', last_value, is_called) FROM public.u_id_seq;

ALTER TABLE public.u ALTER COLUMN id DROP IDENTITY;

CREATE SEQUENCE public.migrate_aside_3 MINVALUE -9223372036854775808 START WITH 1;

SELECT pg_catalog.setval('public.migrate_aside_3', last_value, is_called) FROM public.t_id_seq;

DROP SEQUENCE public.t_id_seq;

CREATE SEQUENCE public.u_id_seq AS integer;

SELECT pg_catalog.setval('public.u_id_seq', last_value, is_called) FROM public.migrate_aside_2
    WHERE (is_called OR last_value <> 1) AND last_value >= 1;

DROP SEQUENCE public.migrate_aside_2;

ALTER SEQUENCE public.u_id_seq OWNED BY public.u.id;

ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

SELECT pg_catalog.setval('public.t_id_seq', last_value, is_called) FROM public.migrate_aside_3
    WHERE (is_called OR last_value <> 1) AND last_value >= 1;

DROP SEQUENCE public.migrate_aside_3;

ALTER TABLE public.u ALTER COLUMN id SET DEFAULT nextval('public.u_id_seq'::regclass);

ALTER TABLE public."P x" DETACH PARTITION public.p1;

CREATE SEQUENCE public.migrate_aside_5 MINVALUE -9223372036854775808 START WITH 1;

SELECT pg_catalog.setval('public.migrate_aside_5', last_value, is_called) FROM public."P x_id_seq";

DROP TABLE public."P x";

CREATE TABLE public."P x" (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 1000 INCREMENT BY -5 MINVALUE -5000 MAXVALUE 2000) NOT NULL,
    at date
) PARTITION BY RANGE (at);

SELECT pg_catalog.setval('public."P x_id_seq"', last_value, is_called) FROM public.migrate_aside_5;

DROP SEQUENCE public.migrate_aside_5;

ALTER TABLE public."P x" ATTACH PARTITION public.p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

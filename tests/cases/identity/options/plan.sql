SELECT pg_catalog.setval('public.changes_id_seq', 20, false) FROM public.changes_id_seq
    WHERE last_value < 20;

ALTER TABLE public.changes ALTER COLUMN id SET INCREMENT BY 3 SET MINVALUE 20 SET MAXVALUE 2000
    SET START WITH 30 SET CACHE 6;

ALTER TABLE public.comes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 7);

SELECT pg_catalog.setval('public.comes_id_seq', pg_catalog.max(id))
    FROM public.comes HAVING pg_catalog.max(id) >= 7;

SELECT pg_catalog.setval('public.sets_id_seq', 10, false) FROM public.sets_id_seq
    WHERE last_value < 10;

ALTER TABLE public.sets ALTER COLUMN id SET INCREMENT BY 2 SET MINVALUE 10 SET MAXVALUE 1000
    SET START WITH 20 SET CACHE 5 SET CYCLE;

ALTER TABLE public.t ALTER COLUMN id SET GENERATED ALWAYS;

SELECT pg_catalog.setval('public.t_id_seq', -100, false) FROM public.t_id_seq
    WHERE last_value < -100;

ALTER TABLE public.t ALTER COLUMN id SET INCREMENT BY 5 SET MINVALUE -100 SET MAXVALUE 100
    SET START WITH -100;

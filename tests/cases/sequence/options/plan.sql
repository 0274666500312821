SELECT pg_catalog.setval('public.below', 1000, false) FROM public.below WHERE last_value < 1000;

ALTER SEQUENCE public.below INCREMENT BY 10 MINVALUE 1000 START WITH 2000;

SELECT pg_catalog.setval('public.changes', 20, false) FROM public.changes WHERE last_value < 20;

ALTER SEQUENCE public.changes
    AS smallint INCREMENT BY 3 MINVALUE 20 MAXVALUE 2000 START WITH 30 CACHE 6;

ALTER SEQUENCE public.everything
    AS smallint INCREMENT BY 1 MINVALUE 1 MAXVALUE 50 START WITH 1 CACHE 1 NO CYCLE;

SELECT pg_catalog.setval('public.sets', 10, false) FROM public.sets WHERE last_value < 10;

ALTER SEQUENCE public.sets
    AS integer INCREMENT BY 2 MINVALUE 10 MAXVALUE 1000 START WITH 20 CACHE 5 CYCLE;

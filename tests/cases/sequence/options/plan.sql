SELECT pg_catalog.setval('public.below', 1000, false) FROM public.below WHERE last_value < 1000;

ALTER SEQUENCE public.below INCREMENT BY 10 MINVALUE 1000 START WITH 2000;

ALTER SEQUENCE public.everything AS smallint INCREMENT BY 1 NO MINVALUE MAXVALUE 50 START WITH 1 CACHE 1 NO CYCLE;

ALTER SEQUENCE public.edge AS bigint MINVALUE -2147483648;

ALTER SEQUENCE public.edge_falling AS bigint MAXVALUE 2147483647;

ALTER SEQUENCE public.edge_moves AS bigint MINVALUE -9223372036854775808;

SELECT pg_catalog.setval('public.edge_no_more', 1, false) FROM public.edge_no_more
    WHERE last_value < 1;

ALTER SEQUENCE public.edge_no_more AS smallint MINVALUE 1;

SELECT pg_catalog.setval('public.falling', 50, false) FROM public.falling WHERE last_value > 50;

ALTER SEQUENCE public.falling MAXVALUE 50 START WITH 50;

SELECT pg_catalog.setval('public.overlapping', 5, false) FROM public.overlapping
    WHERE last_value < 5;

ALTER SEQUENCE public.overlapping MINVALUE 5 MAXVALUE 20 START WITH 5;

SELECT pg_catalog.setval('public.touching', 10, false) FROM public.touching WHERE last_value < 10;

ALTER SEQUENCE public.touching MINVALUE 10 MAXVALUE 20 START WITH 10;

ALTER SEQUENCE public.turns INCREMENT BY -1 MINVALUE -9223372036854775808 MAXVALUE -1 START WITH -1 RESTART;

ALTER SEQUENCE public.turns_integer
    AS smallint INCREMENT BY 2 MINVALUE 1 MAXVALUE 32767 START WITH 5 RESTART;

SELECT pg_catalog.setval('public.turns_within', 5, false) FROM public.turns_within
    WHERE last_value > 5;

ALTER SEQUENCE public.turns_within INCREMENT BY -1 MAXVALUE 5;

ALTER SEQUENCE public.up MINVALUE 100 MAXVALUE 200 START WITH 150 RESTART;

ALTER SEQUENCE public.up_small AS integer MINVALUE 100000 MAXVALUE 200000 START WITH 100000 RESTART;

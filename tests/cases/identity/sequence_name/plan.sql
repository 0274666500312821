-- data-loss: drops sequence public.third and what it holds
DROP SEQUENCE public.third;

ALTER SEQUENCE public.other RENAME TO t_b_seq;

ALTER SEQUENCE public.t_c_seq RENAME TO third;

SELECT pg_catalog.setval('public.third', 3, false) FROM public.third WHERE last_value < 3;

ALTER TABLE public.t ALTER COLUMN c SET MINVALUE 3 SET START WITH 3;

ALTER SEQUENCE public.t_id_seq RENAME TO "Another";

COMMENT ON SEQUENCE public."Another" IS 'named';

ALTER TABLE public.edge
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN id SET MINVALUE -2147483648;

ALTER TABLE public.edge_falling
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN id SET MAXVALUE 2147483647;

ALTER TABLE public.edge_moves
    ALTER COLUMN id TYPE bigint,
    ALTER COLUMN id SET MINVALUE -9223372036854775808;

SELECT pg_catalog.setval('public.edge_no_more_id_seq', 1, false) FROM public.edge_no_more_id_seq
    WHERE last_value < 1;

ALTER TABLE public.edge_no_more ALTER COLUMN id SET NO MINVALUE;

-- data-loss: changes the type of column public.edge_no_more.id from integer to smallint: the new type cannot hold every value of the old one
ALTER TABLE public.edge_no_more ALTER COLUMN id TYPE smallint;

ALTER TABLE public.keeps ALTER COLUMN id SET MAXVALUE 1000;

-- data-loss: changes the type of column public.keeps.id from bigint to integer: the new type cannot hold every value of the old one
ALTER TABLE public.keeps ALTER COLUMN id TYPE integer;

ALTER TABLE public.moved ALTER COLUMN id SET MINVALUE 30 SET MAXVALUE 40 SET START WITH 30 RESTART;

ALTER TABLE public.narrower ALTER COLUMN id SET MAXVALUE 100;

-- data-loss: changes the type of column public.narrower.id from bigint to integer: the new type cannot hold every value of the old one
ALTER TABLE public.narrower ALTER COLUMN id TYPE integer;

ALTER TABLE public.narrower_default ALTER COLUMN id SET NO MAXVALUE;

-- data-loss: changes the type of column public.narrower_default.id from bigint to integer: the new type cannot hold every value of the old one
ALTER TABLE public.narrower_default ALTER COLUMN id TYPE integer;

ALTER TABLE public.narrower_falling ALTER COLUMN id SET MINVALUE -500;

-- data-loss: changes the type of column public.narrower_falling.id from bigint to smallint: the new type cannot hold every value of the old one
ALTER TABLE public.narrower_falling ALTER COLUMN id TYPE smallint;

ALTER TABLE public.narrower_moved ALTER COLUMN id SET MINVALUE 10 SET MAXVALUE 20
    SET START WITH 10 RESTART;

-- data-loss: changes the type of column public.narrower_moved.id from bigint to integer: the new type cannot hold every value of the old one
ALTER TABLE public.narrower_moved ALTER COLUMN id TYPE integer;

ALTER TABLE public.turned ALTER COLUMN id SET INCREMENT BY -1 SET MINVALUE -2147483648
    SET MAXVALUE -1 SET START WITH -1 RESTART;

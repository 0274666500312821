-- A name moves to another column, or to none, or comes; tables that inherit it follow.
CREATE TABLE public.t (a int CONSTRAINT x NOT NULL, b int NOT NULL, c int CONSTRAINT y NOT NULL,
    d int CONSTRAINT z NOT NULL);
CREATE TABLE public.heir (own int) INHERITS (public.t);
CREATE TABLE public.whole (k int NOT NULL, v int CONSTRAINT named NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.part PARTITION OF public.whole FOR VALUES IN (1);
CREATE TABLE public.key (id int PRIMARY KEY, "Odd" int NOT NULL);
COMMENT ON CONSTRAINT key_id_not_null ON public.key IS 'stays with it';

CREATE TABLE public.t (a int NOT NULL, b int CONSTRAINT x NOT NULL, c int CONSTRAINT z NOT NULL,
    d int CONSTRAINT "Z" NOT NULL);
CREATE TABLE public.heir (own int) INHERITS (public.t);
CREATE TABLE public.whole (k int CONSTRAINT known NOT NULL, v int NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.part PARTITION OF public.whole FOR VALUES IN (1);
CREATE TABLE public.key (id int CONSTRAINT needed PRIMARY KEY CONSTRAINT there NOT NULL,
    "Odd" int CONSTRAINT "odd one" NOT NULL);
COMMENT ON CONSTRAINT there ON public.key IS 'stays with it';

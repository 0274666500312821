CREATE TABLE public.u (id int PRIMARY KEY, d int NOT NULL, c int CONSTRAINT named NOT NULL);

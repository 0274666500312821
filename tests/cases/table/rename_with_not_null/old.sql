-- What the server named after a table and a column keeps its name when those are renamed.
CREATE TABLE public.t (id int PRIMARY KEY, b int NOT NULL, c int CONSTRAINT named NOT NULL);

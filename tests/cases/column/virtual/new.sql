CREATE TABLE public.t (a int, comes int GENERATED ALWAYS AS (a * 2),
    stored int GENERATED ALWAYS AS (a) STORED, virtual int GENERATED ALWAYS AS (a));

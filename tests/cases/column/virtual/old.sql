CREATE TABLE public.t (a int, stored int GENERATED ALWAYS AS (a), virtual int GENERATED ALWAYS AS (a) STORED);

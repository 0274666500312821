DROP TABLE public.p;

CREATE TABLE public.p (
    id integer
) PARTITION BY RANGE (id);

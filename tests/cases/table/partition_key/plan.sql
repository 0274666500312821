-- data-loss: drops table public.p with what it holds and creates it again
DROP TABLE public.p;

CREATE TABLE public.p (
    id integer,
    at date
) PARTITION BY RANGE (at);

CREATE TABLE public.c (
    a integer,
    b integer
) INHERITS (public.p);

CREATE TABLE public.g (
    a integer,
    b integer GENERATED ALWAYS AS (a * 3) STORED
) INHERITS (public.n);

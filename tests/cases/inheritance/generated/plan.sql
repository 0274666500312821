CREATE TABLE public.c (
    a integer,
    b integer
) INHERITS (public.p);

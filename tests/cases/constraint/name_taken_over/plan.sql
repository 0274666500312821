DROP INDEX public.the_index;

-- data-loss: drops table public.b and what it holds
DROP TABLE public.b;

CREATE TABLE public.a (
    id integer NOT NULL,
    CONSTRAINT the_key PRIMARY KEY (id)
);

CREATE TABLE public.c (
    id integer,
    CONSTRAINT the_index UNIQUE (id)
);

CREATE TABLE public.c (
    id integer NOT NULL,
    CONSTRAINT c_pkey PRIMARY KEY (id)
);

CREATE TABLE public.p (
    id integer NOT NULL,
    k integer NOT NULL,
    c integer,
    CONSTRAINT p_pkey PRIMARY KEY (id, k),
    CONSTRAINT p_c_fkey FOREIGN KEY (c) REFERENCES public.c(id)
) PARTITION BY RANGE (k);

CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (100) PARTITION BY RANGE (k);

CREATE TABLE public.p11 PARTITION OF public.p1 FOR VALUES FROM (1) TO (100);

CREATE TABLE public.l2 (
    id integer,
    k integer,
    CONSTRAINT l2_id_k_fkey FOREIGN KEY (id, k) REFERENCES public.p1(id, k)
);

CREATE TABLE public.p2 PARTITION OF public.p DEFAULT;

CREATE TABLE public.l (
    id integer,
    k integer,
    CONSTRAINT l_id_k_fkey FOREIGN KEY (id, k) REFERENCES public.p(id, k) ON DELETE CASCADE
);

CREATE TABLE public.rest (
    id integer NOT NULL,
    k text,
    added date NOT NULL
);

ALTER TABLE public.rest ADD CONSTRAINT rest_pkey PRIMARY KEY (id);

ALTER TABLE public.t ADD COLUMN added date NOT NULL;

ALTER TABLE public.t ATTACH PARTITION public.rest DEFAULT;

ALTER INDEX public.t_pkey ATTACH PARTITION public.rest_pkey;

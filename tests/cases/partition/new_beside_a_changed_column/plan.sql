CREATE TABLE public.rest (
    id integer NOT NULL,
    changed bigint NOT NULL
);

ALTER TABLE public.t ALTER COLUMN changed TYPE bigint;

ALTER TABLE public.t ATTACH PARTITION public.rest DEFAULT;

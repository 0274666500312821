CREATE TABLE public.p (
    id integer,
    k text
) PARTITION BY RANGE (id);

ALTER TABLE public.p
    ADD CONSTRAINT c CHECK (id > 0) NOT VALID,
    ADD CONSTRAINT d CHECK (k <> '') NOT VALID;

CREATE TABLE public.p1 (
    id integer,
    k text,
    CONSTRAINT d CHECK (k <> '')
);

ALTER TABLE public.p1 ADD CONSTRAINT c CHECK (id > 0) NOT VALID;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (9);

CREATE TABLE public.rest (
    id integer,
    k text
);

ALTER TABLE public.rest
    ADD CONSTRAINT c CHECK (id > 0) NOT VALID,
    ADD CONSTRAINT d CHECK (k <> '') NOT VALID;

ALTER TABLE public.p ATTACH PARTITION public.rest DEFAULT;

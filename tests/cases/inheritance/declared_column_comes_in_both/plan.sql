ALTER TABLE public.c
    ADD COLUMN b integer DEFAULT 2 NOT NULL,
    ADD COLUMN c text;

ALTER TABLE public.p
    ADD COLUMN b integer DEFAULT 1 NOT NULL,
    ADD COLUMN c text;

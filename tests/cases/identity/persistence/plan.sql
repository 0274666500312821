ALTER SEQUENCE public.serial_only_id_seq SET LOGGED;

ALTER SEQUENCE public.serial_together_id_seq SET UNLOGGED;

CREATE TABLE public.comes (
    id integer NOT NULL
);

ALTER TABLE public.comes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

ALTER SEQUENCE public.comes_id_seq SET UNLOGGED;

ALTER TABLE public.serial_together SET UNLOGGED;

ALTER TABLE public.swapped SET UNLOGGED;

ALTER TABLE public.table_only SET UNLOGGED;

ALTER TABLE public.together SET UNLOGGED;

ALTER SEQUENCE public.apart_id_seq SET UNLOGGED;

ALTER SEQUENCE public.apart_again_id_seq SET LOGGED;

ALTER SEQUENCE public.swapped_id_seq SET LOGGED;

ALTER SEQUENCE public.table_only_id_seq SET LOGGED;

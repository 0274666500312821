CREATE SEQUENCE public.names AS integer;

CREATE SEQUENCE public.nullable_id_seq AS integer;

CREATE SEQUENCE public.steps_id_seq AS integer INCREMENT BY 2;

CREATE SEQUENCE public.typed_id_seq;

CREATE SEQUENCE public.used_id_seq AS integer;

CREATE TABLE public.named (
    id integer DEFAULT nextval('public.names'::regclass) NOT NULL
);

ALTER SEQUENCE public.names OWNED BY public.named.id;

CREATE TABLE public.nullable (
    id integer DEFAULT nextval('public.nullable_id_seq'::regclass)
);

ALTER SEQUENCE public.nullable_id_seq OWNED BY public.nullable.id;

CREATE TABLE public.steps (
    id integer DEFAULT nextval('public.steps_id_seq'::regclass) NOT NULL
);

ALTER SEQUENCE public.steps_id_seq OWNED BY public.steps.id;

CREATE TABLE public.t (
    a smallserial,
    b serial,
    c bigserial,
    "D e" serial,
    CONSTRAINT t_pkey PRIMARY KEY (b)
);

COMMENT ON SEQUENCE public.t_c_seq IS 'counts';

CREATE TABLE public.typed (
    id integer DEFAULT nextval('public.typed_id_seq'::regclass) NOT NULL
);

ALTER SEQUENCE public.typed_id_seq OWNED BY public.typed.id;

CREATE TABLE public.used (
    id integer DEFAULT nextval('public.used_id_seq'::regclass) NOT NULL
);

ALTER SEQUENCE public.used_id_seq OWNED BY public.used.id;

CREATE TABLE public.uses (
    id integer DEFAULT nextval('public.used_id_seq'::regclass)
);

ALTER TABLE public.there ADD COLUMN n serial;

GRANT USAGE ON SEQUENCE public.t_c_seq TO PUBLIC;

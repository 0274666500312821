CREATE SEQUENCE public.t_b_seq CACHE 20;

ALTER TABLE public.t ADD COLUMN b bigint DEFAULT nextval('public.t_b_seq'::regclass) NOT NULL;

ALTER SEQUENCE public.t_b_seq OWNER TO pg_monitor;

ALTER SEQUENCE public.t_b_seq OWNED BY public.t.b;

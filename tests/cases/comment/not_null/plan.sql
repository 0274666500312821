COMMENT ON CONSTRAINT t_c_not_null ON public.t IS NULL;

COMMENT ON CONSTRAINT t_d_not_null ON public.t IS NULL;

ALTER TABLE public.t
    ALTER COLUMN c DROP NOT NULL,
    ADD COLUMN e integer NOT NULL;

COMMENT ON CONSTRAINT t_a_not_null ON public.child IS 'inherited';

COMMENT ON CONSTRAINT named ON public.child IS 'inherited, with a name';

COMMENT ON CONSTRAINT d_not_null ON DOMAIN public.d IS 'of a domain';

COMMENT ON CONSTRAINT t_a_not_null ON public.t IS 'after';

COMMENT ON CONSTRAINT named ON public.t IS 'has a name';

COMMENT ON CONSTRAINT t_e_not_null ON public.t IS 'new';

COMMENT ON CONSTRAINT t_id_not_null ON public.t IS 'of the primary key';

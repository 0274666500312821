COMMENT ON INDEX public.t_n IS 'new';

COMMENT ON INDEX public.t_pkey IS 'after';

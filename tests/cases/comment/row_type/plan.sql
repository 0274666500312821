COMMENT ON TABLE public.t IS 'it';

COMMENT ON TYPE public.t IS 'the type of its rows';

COMMENT ON TYPE public.v IS 'rows, too';

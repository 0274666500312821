CREATE TYPE public.later;

COMMENT ON TYPE public.later IS 'Not yet';

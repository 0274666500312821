ALTER TABLE public.p DROP CONSTRAINT positive;

ALTER TABLE public.f INHERIT public.p;

ALTER TABLE public.p ADD CONSTRAINT positive CHECK (a > 0);

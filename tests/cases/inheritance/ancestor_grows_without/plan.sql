ALTER TABLE public.c NO INHERIT public.p;

ALTER TABLE public.p ADD COLUMN x text;

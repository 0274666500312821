DROP INDEX public.events_key CASCADE;

ALTER TABLE public.events ADD CONSTRAINT events_key UNIQUE (region, id);

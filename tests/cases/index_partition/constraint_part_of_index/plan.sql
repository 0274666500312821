DROP INDEX public.events_key CASCADE;

ALTER TABLE ONLY public.events ADD CONSTRAINT events_key UNIQUE (region, id);

ALTER TABLE public.events_eu ADD CONSTRAINT events_eu_region_id_key UNIQUE (region, id);

ALTER INDEX public.events_key ATTACH PARTITION public.events_eu_region_id_key;

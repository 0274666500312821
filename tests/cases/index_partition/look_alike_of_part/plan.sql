DROP INDEX public.events_eu_local;

CREATE INDEX events_eu_region_idx ON public.events_eu (region);

ALTER TABLE public.events ATTACH PARTITION public.events_eu FOR VALUES IN ('eu');

CREATE INDEX events_eu_local ON public.events_eu (region);

ALTER INDEX public.events_idx ATTACH PARTITION public.events_eu_region_idx;

ALTER INDEX public.was RENAME TO now;

DROP INDEX public.whole;

DROP INDEX public.anew;

ALTER TABLE public.p DROP CONSTRAINT pk;

ALTER TABLE public.p1 ADD CONSTRAINT p1_id_key UNIQUE (id) WITH (fillfactor = 80);

ALTER TABLE public.p ADD CONSTRAINT pk UNIQUE (id) WITH (fillfactor='80');

CREATE INDEX p1_at_idx ON public.p1 (at) WITH (fillfactor = 80);

CREATE INDEX whole ON public.p (at) WITH (fillfactor='80');

CREATE INDEX anew ON public.t (b) WITH (fillfactor = 80);

ALTER INDEX public.of_view SET (fillfactor = 80);

ALTER INDEX public.k SET (fillfactor = 80);

ALTER INDEX public.x SET (fillfactor = 80);

ALTER INDEX public.changes
    RESET (deduplicate_items),
    SET (fillfactor = 80);

ALTER INDEX public.now SET (fillfactor = 80);

ALTER INDEX public.sets SET (fillfactor = 80);

ALTER INDEX public.unsets
    RESET (autosummarize),
    RESET (pages_per_range);

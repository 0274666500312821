DROP INDEX public.one;

DROP INDEX public.two;

CREATE UNIQUE INDEX rest_id_idx ON public.rest USING btree (id);

CREATE UNIQUE INDEX two ON ONLY public.t USING btree (id);

ALTER INDEX public.two ATTACH PARTITION public.rest_id_idx;

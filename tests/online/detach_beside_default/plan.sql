=== change
ALTER TABLE public.t DETACH PARTITION public.t2;
--- back
-- migrate: no-transaction
ALTER TABLE public.t2 ADD CONSTRAINT migrate_bound_23
    CHECK (k IS NOT NULL AND k = ANY (ARRAY[2, 3])) NOT VALID;
ALTER TABLE public.other ADD CONSTRAINT migrate_bound_23
    CHECK (NOT (k IS NOT NULL AND k = ANY (ARRAY[2, 3]))) NOT VALID;
ALTER TABLE public.t2 VALIDATE CONSTRAINT migrate_bound_23;
ALTER TABLE public.other VALIDATE CONSTRAINT migrate_bound_23;
ALTER TABLE public.t ATTACH PARTITION public.t2 FOR VALUES IN (2, 3);
ALTER TABLE public.t2 DROP CONSTRAINT migrate_bound_23;
ALTER TABLE public.other DROP CONSTRAINT migrate_bound_23;
ALTER INDEX public.by_id ATTACH PARTITION public.t2_id_idx;
=== change_2
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.t2_id_idx;
--- back
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY t2_id_idx ON public.t2 (id);

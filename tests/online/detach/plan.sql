=== change
ALTER TABLE public.t2 ADD CONSTRAINT migrate_bound_13
    CHECK (k IS NOT NULL AND k = ANY (ARRAY[2, 3])) NOT VALID;
--- back
ALTER TABLE public.t2 DROP CONSTRAINT migrate_bound_13;
=== change_2
-- migrate: no-transaction
ALTER TABLE public.t2 VALIDATE CONSTRAINT migrate_bound_13;
ALTER TABLE public.t DETACH PARTITION public.t2 CONCURRENTLY;
--- back
-- migrate: no-transaction
ALTER TABLE public.t2
    DROP CONSTRAINT migrate_bound_13,
    ADD CONSTRAINT migrate_bound_13 CHECK (k IS NOT NULL AND k = ANY (ARRAY[2, 3])) NOT VALID;
ALTER TABLE public.t2 ADD CONSTRAINT migrate_bound_18
    CHECK (k IS NOT NULL AND k = ANY (ARRAY[2, 3])) NOT VALID;
ALTER TABLE public.t2 VALIDATE CONSTRAINT migrate_bound_18;
ALTER TABLE public.t ATTACH PARTITION public.t2 FOR VALUES IN (2, 3);
ALTER TABLE public.t2 DROP CONSTRAINT migrate_bound_18;
ALTER INDEX public.by_id ATTACH PARTITION public.t2_id_idx;
=== change_3
ALTER TABLE public.t2 DROP CONSTRAINT migrate_bound_13;
--- back
-- migrate: no-transaction
ALTER TABLE public.t2 ADD CONSTRAINT migrate_bound_13
    CHECK (k IS NOT NULL AND k = ANY (ARRAY[2, 3])) NOT VALID;
ALTER TABLE public.t2 VALIDATE CONSTRAINT migrate_bound_13;
=== change_4
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.t2_id_idx;
--- back
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY t2_id_idx ON public.t2 (id);

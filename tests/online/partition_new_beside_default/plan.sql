=== change
CREATE TABLE public.t5 (
    id integer NOT NULL,
    k integer
);
CREATE INDEX t5_id_idx ON public.t5 (id);
ALTER TABLE public.other ADD CONSTRAINT migrate_bound_22
    CHECK (NOT (k IS NOT NULL AND k = 5)) NOT VALID;
--- back
ALTER TABLE public.other DROP CONSTRAINT migrate_bound_22;
-- data-loss: drops table public.t5 and what it holds
DROP TABLE public.t5;
=== change_2
ALTER TABLE public.other VALIDATE CONSTRAINT migrate_bound_22;
--- back
ALTER TABLE public.other
    DROP CONSTRAINT migrate_bound_22,
    ADD CONSTRAINT migrate_bound_22 CHECK (NOT (k IS NOT NULL AND k = 5)) NOT VALID;
=== change_3
ALTER TABLE public.t ATTACH PARTITION public.t5 FOR VALUES IN (5);
ALTER TABLE public.other DROP CONSTRAINT migrate_bound_22;
ALTER INDEX public.by_id ATTACH PARTITION public.t5_id_idx;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DETACH PARTITION public.t5;
ALTER TABLE public.other ADD CONSTRAINT migrate_bound_22
    CHECK (NOT (k IS NOT NULL AND k = 5)) NOT VALID;
ALTER TABLE public.other VALIDATE CONSTRAINT migrate_bound_22;

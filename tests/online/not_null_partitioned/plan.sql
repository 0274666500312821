=== change
ALTER TABLE public.t ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_0;
=== change_2
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_0;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_0,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID;
=== change_3
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_0;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    ALTER COLUMN a DROP NOT NULL,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_0;

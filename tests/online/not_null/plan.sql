=== change
ALTER TABLE public.t
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID,
    ADD CONSTRAINT migrate_not_null_1 CHECK (b IS NOT NULL) NOT VALID;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_0,
    DROP CONSTRAINT migrate_not_null_1;
=== change_2
-- migrate: no-transaction
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_0;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_1;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_0,
    DROP CONSTRAINT migrate_not_null_1,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID,
    ADD CONSTRAINT migrate_not_null_1 CHECK (b IS NOT NULL) NOT VALID;
=== change_3
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_0;
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_1;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    ALTER COLUMN a DROP NOT NULL,
    ALTER COLUMN b DROP NOT NULL,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID,
    ADD CONSTRAINT migrate_not_null_1 CHECK (b IS NOT NULL) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_0;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_1;

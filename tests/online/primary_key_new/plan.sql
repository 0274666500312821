=== change
ALTER TABLE public.t
    ADD CONSTRAINT migrate_not_null_2 CHECK (id IS NOT NULL) NOT VALID,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_0,
    DROP CONSTRAINT migrate_not_null_2;
=== change_2
-- migrate: no-transaction
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_2;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_0;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_0,
    DROP CONSTRAINT migrate_not_null_2,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID,
    ADD CONSTRAINT migrate_not_null_2 CHECK (id IS NOT NULL) NOT VALID;
=== change_3
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_2;
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_0;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    ALTER COLUMN id DROP NOT NULL,
    ALTER COLUMN a DROP NOT NULL,
    ADD CONSTRAINT migrate_not_null_0 CHECK (a IS NOT NULL) NOT VALID,
    ADD CONSTRAINT migrate_not_null_2 CHECK (id IS NOT NULL) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_0;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_2;
=== change_4
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (id, a);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.t_pkey;
=== change_5
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (id, a);

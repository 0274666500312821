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
=== change_4
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_3 ON public.t (id, a);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_new_3;
=== change_5
ALTER TABLE public.t
    DROP CONSTRAINT t_pkey,
    ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX migrate_new_3;
--- back
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_11 ON public.t (id);
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_3 ON public.t (id, a);
ALTER TABLE public.t
    DROP CONSTRAINT t_pkey,
    ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX migrate_new_11;

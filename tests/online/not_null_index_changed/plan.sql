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
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_5 ON public.t (a) INCLUDE (b);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_new_5;
=== change_5
ALTER INDEX public.i RENAME TO migrate_old_5;
ALTER INDEX public.migrate_new_5 RENAME TO i;
--- back
ALTER INDEX public.i RENAME TO migrate_new_5;
ALTER INDEX public.migrate_old_5 RENAME TO i;
=== change_6
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_old_5;
--- back
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_old_5 ON public.t (a);

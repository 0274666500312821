=== change
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_3 ON public.t (a, b);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_new_3;
=== change_2
ALTER TABLE public.t
    DROP CONSTRAINT one,
    ADD CONSTRAINT one UNIQUE USING INDEX migrate_new_3;
--- back
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_12 ON public.t (a);
CREATE UNIQUE INDEX CONCURRENTLY migrate_new_3 ON public.t (a, b);
ALTER TABLE public.t
    DROP CONSTRAINT one,
    ADD CONSTRAINT one UNIQUE USING INDEX migrate_new_12;

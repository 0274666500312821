=== change
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY migrate_new_6 ON public.t (a, b);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_new_6;
=== change_2
ALTER INDEX public.by_a RENAME TO migrate_old_6;
ALTER INDEX public.migrate_new_6 RENAME TO by_a;
--- back
ALTER INDEX public.by_a RENAME TO migrate_new_6;
ALTER INDEX public.migrate_old_6 RENAME TO by_a;
=== change_3
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.migrate_old_6;
--- back
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY migrate_old_6 ON public.t (a);
COMMENT ON INDEX public.migrate_old_6 IS 'kept';
=== change_4
COMMENT ON INDEX public.by_a IS 'kept';
--- back
COMMENT ON INDEX public.by_a IS NULL;

=== change
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY by_a ON public.t (a) INCLUDE (b) WITH (fillfactor = 70)
    WHERE a > 0;
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.by_a;
=== change_2
COMMENT ON INDEX public.by_a IS 'one';
--- back
COMMENT ON INDEX public.by_a IS NULL;

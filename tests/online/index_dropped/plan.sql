=== change
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.by_a;
--- back
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY by_a ON public.t (a);

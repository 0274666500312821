=== change
-- data-loss: drops column public.t.a and what it holds
ALTER TABLE public.t DROP COLUMN a;
--- back
-- migrate: no-transaction
ALTER TABLE public.t ADD COLUMN a integer;
CREATE INDEX CONCURRENTLY by_a ON public.t (a);
=== change_2
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY by_a ON public.t (b);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.by_a;

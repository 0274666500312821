=== change
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY t_a_key ON public.t (a);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.t_a_key;
=== change_2
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
CREATE UNIQUE INDEX CONCURRENTLY t_a_key ON public.t (a);

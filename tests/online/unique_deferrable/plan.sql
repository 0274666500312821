=== change
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY one ON public.t (a, b) INCLUDE (id) NULLS NOT DISTINCT;
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.one;
=== change_2
ALTER TABLE public.t ADD CONSTRAINT one UNIQUE USING INDEX one DEFERRABLE INITIALLY DEFERRED;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT one;
CREATE UNIQUE INDEX CONCURRENTLY one ON public.t (a, b) INCLUDE (id) NULLS NOT DISTINCT;

=== change
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY t1_a_idx ON public.t1 (a);
CREATE INDEX CONCURRENTLY t2a_a_idx ON public.t2a (a);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.t1_a_idx;
DROP INDEX CONCURRENTLY public.t2a_a_idx;
=== change_2
CREATE INDEX by_a ON ONLY public.t (a);
ALTER INDEX public.by_a ATTACH PARTITION public.t1_a_idx;
--- back
-- migrate: no-transaction
DROP INDEX public.by_a;
CREATE INDEX CONCURRENTLY t1_a_idx ON public.t1 (a);
=== change_3
CREATE INDEX t2_a_idx ON ONLY public.t2 (a);
ALTER INDEX public.by_a ATTACH PARTITION public.t2_a_idx;
ALTER INDEX public.t2_a_idx ATTACH PARTITION public.t2a_a_idx;
--- back
-- migrate: no-transaction
DROP INDEX public.by_a;
CREATE INDEX by_a ON ONLY public.t (a);
CREATE INDEX CONCURRENTLY t1_a_idx ON public.t1 (a);
CREATE INDEX CONCURRENTLY t2a_a_idx ON public.t2a (a);
ALTER INDEX public.by_a ATTACH PARTITION public.t1_a_idx;

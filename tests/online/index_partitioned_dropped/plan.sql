=== change
DROP INDEX public.by_a;
--- back
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY t1_a_idx ON public.t1 (a);
CREATE INDEX CONCURRENTLY t2a_a_idx ON public.t2a (a);
CREATE INDEX by_a ON ONLY public.t (a);
ALTER INDEX public.by_a ATTACH PARTITION public.t1_a_idx;
CREATE INDEX t2_a_idx ON ONLY public.t2 (a);
ALTER INDEX public.by_a ATTACH PARTITION public.t2_a_idx;
ALTER INDEX public.t2_a_idx ATTACH PARTITION public.t2a_a_idx;

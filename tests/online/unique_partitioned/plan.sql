=== change
ALTER TABLE ONLY public.t ADD CONSTRAINT one UNIQUE (id, k);
--- back
ALTER TABLE public.t DROP CONSTRAINT one;
=== change_2
ALTER TABLE ONLY public.t2 ADD CONSTRAINT t2_id_k_key UNIQUE (id, k);
ALTER INDEX public.one ATTACH PARTITION public.t2_id_k_key;
--- back
ALTER TABLE public.t DROP CONSTRAINT one;
ALTER TABLE ONLY public.t ADD CONSTRAINT one UNIQUE (id, k);
=== change_3
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY t1_id_k_key ON public.t1 (id, k);
CREATE UNIQUE INDEX CONCURRENTLY t2a_id_k_key ON public.t2a (id, k);
--- back
-- migrate: no-transaction
DROP INDEX CONCURRENTLY public.t1_id_k_key;
DROP INDEX CONCURRENTLY public.t2a_id_k_key;
=== change_4
ALTER TABLE public.t1 ADD CONSTRAINT t1_id_k_key UNIQUE USING INDEX t1_id_k_key;
ALTER INDEX public.one ATTACH PARTITION public.t1_id_k_key;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT one;
ALTER TABLE ONLY public.t ADD CONSTRAINT one UNIQUE (id, k);
ALTER TABLE ONLY public.t2 ADD CONSTRAINT t2_id_k_key UNIQUE (id, k);
ALTER INDEX public.one ATTACH PARTITION public.t2_id_k_key;
CREATE UNIQUE INDEX CONCURRENTLY t1_id_k_key ON public.t1 (id, k);
=== change_5
ALTER TABLE public.t2a ADD CONSTRAINT t2a_id_k_key UNIQUE USING INDEX t2a_id_k_key;
ALTER INDEX public.t2_id_k_key ATTACH PARTITION public.t2a_id_k_key;
--- back
-- migrate: no-transaction
ALTER TABLE public.t DROP CONSTRAINT one;
ALTER TABLE ONLY public.t ADD CONSTRAINT one UNIQUE (id, k);
ALTER TABLE ONLY public.t2 ADD CONSTRAINT t2_id_k_key UNIQUE (id, k);
ALTER INDEX public.one ATTACH PARTITION public.t2_id_k_key;
CREATE UNIQUE INDEX CONCURRENTLY t1_id_k_key ON public.t1 (id, k);
CREATE UNIQUE INDEX CONCURRENTLY t2a_id_k_key ON public.t2a (id, k);
ALTER TABLE public.t1 ADD CONSTRAINT t1_id_k_key UNIQUE USING INDEX t1_id_k_key;
ALTER INDEX public.one ATTACH PARTITION public.t1_id_k_key;

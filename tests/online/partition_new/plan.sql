=== change
CREATE TABLE public.t5 (
    id integer NOT NULL,
    k integer
);
CREATE INDEX t5_id_idx ON public.t5 (id);
ALTER TABLE public.t ATTACH PARTITION public.t5 FOR VALUES IN (5);
ALTER INDEX public.by_id ATTACH PARTITION public.t5_id_idx;
--- back
-- data-loss: drops table public.t5 and what it holds
DROP TABLE public.t5;

=== change
ALTER TABLE public.t ADD COLUMN c integer DEFAULT 7 NOT NULL;
--- back
-- data-loss: drops column public.t.c and what it holds
ALTER TABLE public.t DROP COLUMN c;

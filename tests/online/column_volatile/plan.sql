=== change
ALTER TABLE public.t
    ADD COLUMN c integer,
    ALTER COLUMN c SET DEFAULT public.seven();
--- back
-- data-loss: drops column public.t.c and what it holds
ALTER TABLE public.t DROP COLUMN c;
=== change_2
-- migrate: no-transaction
-- migrate: batch key=id
UPDATE public.t SET c = DEFAULT WHERE c IS NULL;
--- back
-- There is nothing to undo: rows keep what they have.
SELECT;

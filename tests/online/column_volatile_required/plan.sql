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
=== change_3
ALTER TABLE public.t ADD CONSTRAINT migrate_not_null_8 CHECK (c IS NOT NULL) NOT VALID;
--- back
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_8;
=== change_4
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_8;
--- back
ALTER TABLE public.t
    DROP CONSTRAINT migrate_not_null_8,
    ADD CONSTRAINT migrate_not_null_8 CHECK (c IS NOT NULL) NOT VALID;
=== change_5
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT migrate_not_null_8;
--- back
-- migrate: no-transaction
ALTER TABLE public.t
    ALTER COLUMN c DROP NOT NULL,
    ADD CONSTRAINT migrate_not_null_8 CHECK (c IS NOT NULL) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT migrate_not_null_8;

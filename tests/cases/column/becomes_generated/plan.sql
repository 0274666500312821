-- data-loss: drops column public.inv.total with what it holds and creates it again
ALTER TABLE public.inv
    DROP COLUMN total,
    ADD COLUMN total integer GENERATED ALWAYS AS (a * 2) STORED,
    ALTER COLUMN other DROP EXPRESSION;

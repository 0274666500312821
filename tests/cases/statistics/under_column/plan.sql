DROP STATISTICS public.e;

-- data-loss: drops column public.t.c and what it holds
ALTER TABLE public.t
    DROP COLUMN c,
    ALTER COLUMN a TYPE bigint;

CREATE STATISTICS public.e ON (a % 10::bigint) FROM public.t;

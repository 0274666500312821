ALTER TABLE public.c INHERIT public.q;

-- data-loss: drops column public.p.x and what it holds
ALTER TABLE public.p DROP COLUMN x;

-- data-loss: drops table public.p2 and what it holds
DROP TABLE public.p2;

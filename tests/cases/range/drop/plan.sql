-- data-loss: drops table public.spans and what it holds
DROP TABLE public.spans;

DROP TYPE public.floats;

DROP TYPE public.words;

DROP TYPE public.steps CASCADE;

DROP FUNCTION public.half(public.percent);

-- data-loss: drops table public.t and what it holds
DROP TABLE public.t;

DROP DOMAIN public.quarter;

DROP TYPE public.name_of CASCADE;

DROP TYPE public.percent CASCADE;

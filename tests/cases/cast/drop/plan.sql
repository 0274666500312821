DROP VIEW public.v;

-- data-loss: drops table public.t and what it holds
DROP TABLE public.t;

DROP CAST (text AS public.mood);

DROP CAST (public.mood AS bigint);

DROP CAST (public.mood AS integer);

DROP FUNCTION public.to_int(public.mood);

DROP CAST (public.pair AS text);

DROP FUNCTION public.to_text(public.pair, integer, boolean);

DROP DOMAIN public.code;

DROP TYPE public.pair;

DROP TYPE public.mood;

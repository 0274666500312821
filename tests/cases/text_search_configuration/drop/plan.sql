-- data-loss: drops table public.t and what it holds
DROP TABLE public.t;

DROP TEXT SEARCH CONFIGURATION public.bare;

DROP TEXT SEARCH CONFIGURATION public.words;

DROP TEXT SEARCH DICTIONARY public.german;

-- data-loss: drops table public.t and what it holds
DROP TABLE public.t;

DROP DOMAIN public.d;

DROP COLLATION public.folded;

DROP COLLATION public.mixed;

DROP COLLATION public.plain;

ALTER TYPE public.c DROP ATTRIBUTE b;

DROP DOMAIN public.d;

CREATE DOMAIN public.d AS numeric(8,2);

ALTER TYPE public.c ADD ATTRIBUTE b public.d;

DROP COLLATION public.c;

CREATE COLLATION public.c (PROVIDER = icu, LOCALE = 'und', RULES = '&a < g');

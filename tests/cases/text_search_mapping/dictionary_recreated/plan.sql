ALTER TEXT SEARCH CONFIGURATION public.c DROP MAPPING FOR word;

DROP TEXT SEARCH DICTIONARY public.d;

CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = pg_catalog.snowball, language = 'german');

ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH public.d, pg_catalog.simple;

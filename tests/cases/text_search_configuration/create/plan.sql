CREATE TEXT SEARCH DICTIONARY public.german (TEMPLATE = pg_catalog.snowball, language = 'german');

CREATE TEXT SEARCH CONFIGURATION public.bare (PARSER = pg_catalog."default");

CREATE TEXT SEARCH CONFIGURATION public.words (PARSER = pg_catalog."default");

ALTER TEXT SEARCH CONFIGURATION public.words ADD MAPPING FOR asciiword, word WITH public.german,
    pg_catalog.simple;

ALTER TEXT SEARCH CONFIGURATION public.words ADD MAPPING FOR email WITH pg_catalog.simple;

COMMENT ON TEXT SEARCH CONFIGURATION public.words IS 'For bodies';

CREATE TABLE public.t (
    body text,
    found tsvector GENERATED ALWAYS AS (to_tsvector('public.words'::regconfig, body)) STORED
);

ALTER TEXT SEARCH CONFIGURATION public.words OWNER TO carol;

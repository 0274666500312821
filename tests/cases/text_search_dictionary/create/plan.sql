CREATE TEXT SEARCH DICTIONARY public.bare (TEMPLATE = pg_catalog.simple);

CREATE TEXT SEARCH DICTIONARY public.german (
    TEMPLATE = pg_catalog.snowball, language = 'german', stopwords = 'german'
);

COMMENT ON TEXT SEARCH DICTIONARY public.german IS 'Stems';

ALTER TEXT SEARCH DICTIONARY public.german OWNER TO carol;

DROP TEXT SEARCH DICTIONARY public.e_template;

ALTER TEXT SEARCH DICTIONARY public.a_set (accept = 'false');

ALTER TEXT SEARCH DICTIONARY public.b_unset (stopwords, accept);

ALTER TEXT SEARCH DICTIONARY public.c_change (language = 'french', stopwords = 'german');

ALTER TEXT SEARCH DICTIONARY public.d_one_of_two (stopwords, language = 'german');

CREATE TEXT SEARCH DICTIONARY public.e_template (
    TEMPLATE = pg_catalog.snowball, language = 'german'
);

COMMENT ON TEXT SEARCH DICTIONARY public.e_template IS 'Stays';

ALTER TEXT SEARCH DICTIONARY public.f_order (accept = 'false', stopwords = 'english');

DROP TEXT SEARCH DICTIONARY public.d;

DROP TEXT SEARCH TEMPLATE public.a_init;

DROP TEXT SEARCH TEMPLATE public.b_init;

DROP TEXT SEARCH TEMPLATE public.c_lexize;

DROP TEXT SEARCH TEMPLATE public.d_init;

CREATE TEXT SEARCH TEMPLATE public.a_init (LEXIZE = dsimple_lexize);

CREATE TEXT SEARCH TEMPLATE public.b_init (INIT = dsimple_init, LEXIZE = dsimple_lexize);

CREATE TEXT SEARCH TEMPLATE public.c_lexize (INIT = dsimple_init, LEXIZE = public.lexize);

CREATE TEXT SEARCH TEMPLATE public.d_init (INIT = public.init, LEXIZE = dsimple_lexize);

CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = public.c_lexize, stopwords = 'english');

COMMENT ON TEXT SEARCH DICTIONARY public.d IS 'Stays';

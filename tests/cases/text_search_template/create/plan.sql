CREATE TEXT SEARCH TEMPLATE public.bare (LEXIZE = dsimple_lexize);

COMMENT ON TEXT SEARCH TEMPLATE public.bare IS 'Without options';

CREATE TEXT SEARCH TEMPLATE public.full_of (INIT = dsimple_init, LEXIZE = dsimple_lexize);

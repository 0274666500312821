CREATE TEXT SEARCH TEMPLATE full_of (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE bare (LEXIZE = dsimple_lexize);
COMMENT ON TEXT SEARCH TEMPLATE bare IS 'Without options';

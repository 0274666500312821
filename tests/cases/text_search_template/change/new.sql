CREATE FUNCTION lexize(internal, internal, internal, internal) RETURNS internal
    LANGUAGE internal STRICT AS 'dsimple_lexize';
CREATE TEXT SEARCH TEMPLATE a_init (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE b_init (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE c_lexize (INIT = dsimple_init, LEXIZE = lexize);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = c_lexize, stopwords = 'english');
COMMENT ON TEXT SEARCH DICTIONARY d IS 'Stays';
CREATE FUNCTION init(internal) RETURNS internal LANGUAGE internal STRICT AS 'dsimple_init';
CREATE TEXT SEARCH TEMPLATE d_init (INIT = init, LEXIZE = dsimple_lexize);

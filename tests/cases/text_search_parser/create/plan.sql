CREATE TEXT SEARCH PARSER public.bare (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype
);

COMMENT ON TEXT SEARCH PARSER public.bare IS 'Without headlines';

CREATE TEXT SEARCH PARSER public.full_of (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype,
    HEADLINE = prsd_headline
);

DROP INDEX public.i;

DROP TEXT SEARCH CONFIGURATION public.c;

DROP TEXT SEARCH PARSER public.a_functions;

DROP TEXT SEARCH PARSER public.b_headline;

DROP TEXT SEARCH PARSER public.c_headline;

DROP TEXT SEARCH PARSER public.d_headline;

CREATE TEXT SEARCH PARSER public.a_functions (
    START = public.own_start,
    GETTOKEN = public.own_token,
    END = public.own_end,
    LEXTYPES = public.own_types
);

CREATE TEXT SEARCH PARSER public.b_headline (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype,
    HEADLINE = prsd_headline
);

CREATE TEXT SEARCH PARSER public.c_headline (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype
);

CREATE TEXT SEARCH PARSER public.d_headline (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype,
    HEADLINE = public.own_headline
);

CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = public.a_functions);

ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH pg_catalog.simple;

CREATE INDEX i ON public.t USING gin (to_tsvector('public.c'::regconfig, body));

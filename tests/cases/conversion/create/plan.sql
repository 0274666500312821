CREATE DEFAULT CONVERSION public.cyrillic FOR 'KOI8R' TO 'UTF8' FROM koi8r_to_utf8;

CREATE CONVERSION public.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

COMMENT ON CONVERSION public.latin IS 'Western';

ALTER CONVERSION public.latin OWNER TO carol;

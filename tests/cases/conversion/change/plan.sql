DROP CONVERSION public.a_default;

DROP CONVERSION public.b_default;

DROP CONVERSION public.c_source;

DROP CONVERSION public.d_target;

CREATE DEFAULT CONVERSION public.a_default FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

CREATE CONVERSION public.b_default FOR 'KOI8R' TO 'UTF8' FROM koi8r_to_utf8;

CREATE CONVERSION public.c_source FOR 'KOI8U' TO 'UTF8' FROM koi8u_to_utf8;

COMMENT ON CONVERSION public.c_source IS 'Stays';

CREATE CONVERSION public.d_target FOR 'UTF8' TO 'KOI8R' FROM utf8_to_koi8r;

CREATE TYPE public.broken AS ENUM (
    E'a\r
b',
    'a
b'
);

CREATE TABLE public.said (
    words text DEFAULT E'one\r
two',
    CONSTRAINT said_words_check CHECK (words <> E'\r
')
);

COMMENT ON TABLE public.said IS E'first\r
second';

CREATE FUNCTION public.made_on_windows()
    RETURNS text
    LANGUAGE plpgsql
AS E'BEGIN\r
    RETURN ''it''''s \\'';\r
END';

CREATE VIEW public.shown AS
SELECT E'a\r
b'::text AS c;

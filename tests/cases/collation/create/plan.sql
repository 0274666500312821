CREATE COLLATION public.folded (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);

COMMENT ON COLLATION public.folded IS 'Without case';

CREATE COLLATION public.mixed (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');

CREATE COLLATION public.plain (PROVIDER = libc, LOCALE = 'C');

CREATE DOMAIN public.d AS text COLLATE public.plain;

CREATE TABLE public.t (
    a text COLLATE public.folded,
    b text COLLATE public.mixed
);

DROP VIEW public.v;

DROP COLLATION public.a_provider;

DROP COLLATION public.b_locale;

DROP COLLATION public.c_collate;

DROP COLLATION public.d_ctype;

DROP COLLATION public.e_deterministic;

DROP COLLATION public.parts;

CREATE COLLATION public.a_provider (PROVIDER = libc, LOCALE = 'C');

CREATE COLLATION public.b_locale (PROVIDER = icu, LOCALE = 'fr');

COMMENT ON COLLATION public.b_locale IS 'Stays';

CREATE COLLATION public.c_collate (PROVIDER = libc, LOCALE = 'POSIX');

CREATE COLLATION public.d_ctype (PROVIDER = libc, LOCALE = 'C');

CREATE COLLATION public.e_deterministic (PROVIDER = icu, LOCALE = 'de', DETERMINISTIC = false);

CREATE COLLATION public.parts (PROVIDER = libc, LC_COLLATE = 'POSIX', LC_CTYPE = 'C');

CREATE VIEW public.v AS
SELECT 'x'::text COLLATE public.e_deterministic AS x;

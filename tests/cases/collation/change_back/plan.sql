DROP VIEW public.v;

DROP COLLATION public.a_provider;

DROP COLLATION public.b_locale;

DROP COLLATION public.c_collate;

DROP COLLATION public.d_ctype;

DROP COLLATION public.e_deterministic;

CREATE COLLATION public.a_provider (PROVIDER = icu, LOCALE = 'de');

CREATE COLLATION public.b_locale (PROVIDER = icu, LOCALE = 'de');

COMMENT ON COLLATION public.b_locale IS 'Stays';

CREATE COLLATION public.c_collate (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');

CREATE COLLATION public.d_ctype (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');

CREATE COLLATION public.e_deterministic (PROVIDER = icu, LOCALE = 'de');

CREATE VIEW public.v AS
SELECT 'x'::text COLLATE public.e_deterministic AS x;

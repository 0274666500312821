CREATE COLLATION a_provider (PROVIDER = icu, LOCALE = 'de');
CREATE COLLATION b_locale (PROVIDER = icu, LOCALE = 'de');
CREATE COLLATION c_collate (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE COLLATION d_ctype (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE COLLATION e_deterministic (PROVIDER = icu, LOCALE = 'de');
CREATE VIEW v AS SELECT 'x'::text COLLATE e_deterministic AS x;
COMMENT ON COLLATION b_locale IS 'Stays';

CREATE COLLATION a_provider (LOCALE = 'C');
CREATE COLLATION b_locale (PROVIDER = icu, LOCALE = 'fr');
CREATE COLLATION c_collate (LC_COLLATE = 'POSIX', LC_CTYPE = 'POSIX');
CREATE COLLATION d_ctype (LC_COLLATE = 'C', LC_CTYPE = 'C');
CREATE COLLATION e_deterministic (PROVIDER = icu, LOCALE = 'de', DETERMINISTIC = false);
CREATE VIEW v AS SELECT 'x'::text COLLATE e_deterministic AS x;
COMMENT ON COLLATION b_locale IS 'Stays';

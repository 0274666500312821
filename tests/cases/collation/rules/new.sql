CREATE COLLATION c (PROVIDER = icu, LOCALE = 'und', RULES = '&a < g');

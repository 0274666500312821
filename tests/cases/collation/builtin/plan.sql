DROP COLLATION public.c;

CREATE COLLATION public.c (PROVIDER = builtin, LOCALE = 'C');

CREATE COLLATION public.d (PROVIDER = builtin, LOCALE = 'C.UTF-8');

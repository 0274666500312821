ALTER FOREIGN TABLE public.f OPTIONS ( DROP filename, ADD format 'csv', ADD program 'true' );

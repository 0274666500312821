CREATE TABLE public.before (id int);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
CREATE TABLE public.behind (id int);

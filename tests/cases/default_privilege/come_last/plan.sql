CREATE TABLE public.before (
    id integer
);

CREATE TABLE public.behind (
    id integer
);

GRANT SELECT ON TABLE public.behind TO reader;

ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;

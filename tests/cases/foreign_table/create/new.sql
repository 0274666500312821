CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER s2 FOREIGN DATA WRAPPER w;
CREATE FUNCTION public.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FOREIGN TABLE public.plain () SERVER s;
CREATE FOREIGN TABLE public."Full" (
    id int OPTIONS (key 'true', "Name" 'i''d') NOT NULL,
    a text COLLATE "C" DEFAULT 'x',
    g int GENERATED ALWAYS AS (id * 2) STORED,
    n serial,
    CONSTRAINT positive CHECK (id > 0)
) SERVER s OPTIONS (schema_name 'far', table_name 'away');
CREATE TRIGGER tr BEFORE INSERT ON public."Full" FOR EACH ROW EXECUTE FUNCTION public.tf();
ALTER FOREIGN TABLE public."Full" ALTER a SET STATISTICS 100, ALTER a SET (n_distinct = 5),
    ALTER a SET STORAGE EXTERNAL;
COMMENT ON FOREIGN TABLE public."Full" IS 'elsewhere';
COMMENT ON COLUMN public."Full".a IS 'a column';
ALTER FOREIGN TABLE public."Full" OWNER TO someone;
GRANT SELECT ON public."Full" TO reader;
GRANT UPDATE (a) ON public."Full" TO reader;
CREATE VIEW public.v AS SELECT id FROM public."Full";

CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER s2 FOREIGN DATA WRAPPER w;
CREATE FUNCTION public.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FOREIGN TABLE public.server (id int OPTIONS (k 'v') NOT NULL) SERVER s2 OPTIONS (a '1');
COMMENT ON FOREIGN TABLE public.server IS 'comes back';
CREATE VIEW public.v AS SELECT id FROM public.server;
CREATE FOREIGN TABLE public.options (id int) SERVER s OPTIONS (stays 'x', changes 'new', comes '1');
CREATE FOREIGN TABLE public.columns (
    type bigint,
    collated text COLLATE "C",
    set_not_null int NOT NULL,
    no_not_null int,
    options int OPTIONS (stays 'x', changes 'new', comes '1'),
    dflt int DEFAULT 2,
    far_type date,
    plain int,
    comes int OPTIONS (o '1') DEFAULT 3,
    CONSTRAINT comes CHECK (comes > 1)
) SERVER s;
ALTER FOREIGN TABLE public.columns ALTER type SET STATISTICS 10;
GRANT SELECT (type) ON public.columns TO reader;
COMMENT ON COLUMN public.columns.type IS 'new';
CREATE TRIGGER tr BEFORE INSERT ON public.columns FOR EACH ROW EXECUTE FUNCTION public.tf();
ALTER FOREIGN TABLE public.columns DISABLE TRIGGER tr;

CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER s2 FOREIGN DATA WRAPPER w;
CREATE FUNCTION public.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FOREIGN TABLE public.server (id int OPTIONS (k 'v') NOT NULL) SERVER s OPTIONS (a '1');
COMMENT ON FOREIGN TABLE public.server IS 'comes back';
CREATE VIEW public.v AS SELECT id FROM public.server;
CREATE FOREIGN TABLE public.options (id int) SERVER s OPTIONS (stays 'x', changes 'old', goes '1');
CREATE FOREIGN TABLE public.columns (
    type int,
    collated text,
    set_not_null int,
    no_not_null int NOT NULL,
    options int OPTIONS (stays 'x', changes 'old', goes '1'),
    dflt int DEFAULT 1,
    far_type text,
    plain int GENERATED ALWAYS AS (1) STORED,
    goes text,
    CONSTRAINT goes CHECK (type > 1)
) SERVER s;
ALTER FOREIGN TABLE public.columns ALTER type SET STORAGE PLAIN;
COMMENT ON COLUMN public.columns.type IS 'old';
CREATE TRIGGER tr BEFORE INSERT ON public.columns FOR EACH ROW EXECUTE FUNCTION public.tf();

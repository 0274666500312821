CREATE FOREIGN TABLE public."Full" (
    id integer OPTIONS ("Name" 'i''d', key 'true') NOT NULL,
    a text COLLATE "C" DEFAULT 'x',
    g integer GENERATED ALWAYS AS (id * 2) STORED,
    n serial,
    CONSTRAINT positive CHECK (id > 0)
)
SERVER s OPTIONS (schema_name 'far', table_name 'away');

ALTER TABLE public."Full"
    ALTER COLUMN a SET (n_distinct = 5),
    ALTER COLUMN a SET STATISTICS 100,
    ALTER COLUMN a SET STORAGE EXTERNAL;

CREATE TRIGGER tr BEFORE INSERT ON public."Full" FOR EACH ROW EXECUTE FUNCTION public.tf();

COMMENT ON FOREIGN TABLE public."Full" IS 'elsewhere';

COMMENT ON COLUMN public."Full".a IS 'a column';

CREATE FOREIGN TABLE public.plain ()
SERVER s;

CREATE VIEW public.v AS
SELECT "Full".id
FROM public."Full";

ALTER FOREIGN TABLE public."Full" OWNER TO someone;

GRANT SELECT, UPDATE (a) ON TABLE public."Full" TO reader;

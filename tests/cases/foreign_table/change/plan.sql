DROP VIEW public.v;

ALTER TABLE public.columns
    DROP CONSTRAINT goes,
    DROP COLUMN goes;

DROP FOREIGN TABLE public.server;

CREATE FOREIGN TABLE public.server (
    id integer OPTIONS (k 'v') NOT NULL
)
SERVER s2 OPTIONS (a '1');

COMMENT ON FOREIGN TABLE public.server IS 'comes back';

ALTER TABLE public.columns
    ALTER COLUMN dflt SET DEFAULT 2,
    ALTER COLUMN type TYPE bigint,
    ALTER COLUMN collated TYPE text COLLATE "C",
    ALTER COLUMN set_not_null SET NOT NULL,
    ALTER COLUMN no_not_null DROP NOT NULL,
    ALTER COLUMN far_type TYPE date,
    ALTER COLUMN plain DROP EXPRESSION,
    ADD COLUMN comes integer OPTIONS (o '1') DEFAULT 3,
    ALTER COLUMN type SET STATISTICS 10,
    ADD CONSTRAINT comes CHECK (comes > 1);

CREATE VIEW public.v AS
SELECT server.id
FROM public.server;

ALTER TABLE public.columns DISABLE TRIGGER tr;

ALTER FOREIGN TABLE public.columns ALTER COLUMN options
    OPTIONS ( SET changes 'new', ADD comes '1', DROP goes );

ALTER FOREIGN TABLE public.options OPTIONS ( SET changes 'new', ADD comes '1', DROP goes );

COMMENT ON COLUMN public.columns.type IS 'new';

GRANT SELECT (type) ON TABLE public.columns TO reader;

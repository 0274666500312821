CREATE TABLE public.t (
    id integer NOT NULL,
    b int4range,
    c integer,
    CONSTRAINT k PRIMARY KEY (id) INCLUDE (c) WITH (fillfactor = 70, deduplicate_items = off)
        USING INDEX TABLESPACE elsewhere DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT u UNIQUE NULLS NOT DISTINCT (c) WITH (fillfactor = 50),
    CONSTRAINT x EXCLUDE USING gist (b WITH &&) WITH (fillfactor = 70)
        USING INDEX TABLESPACE elsewhere WHERE (id > 1 AND b IS NOT NULL)
);

CREATE INDEX i ON public.t (lower(c::text) DESC, id) INCLUDE (c)
    WITH (fillfactor = 60) TABLESPACE elsewhere WHERE c > 1 AND id IN (1, 2);

CREATE MATERIALIZED VIEW public.m AS
SELECT 1 AS a;

CREATE UNIQUE INDEX j ON public.m (a) TABLESPACE elsewhere;

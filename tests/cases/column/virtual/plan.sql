ALTER TABLE public.t
    DROP COLUMN stored,
    DROP COLUMN virtual,
    ADD COLUMN comes integer GENERATED ALWAYS AS ((a * 2)),
    ADD COLUMN stored integer GENERATED ALWAYS AS (a) STORED,
    ADD COLUMN virtual integer GENERATED ALWAYS AS (a);

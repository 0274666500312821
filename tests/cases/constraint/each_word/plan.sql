ALTER TABLE public.t
    DROP CONSTRAINT primary_key,
    DROP CONSTRAINT include,
    DROP CONSTRAINT included,
    DROP CONSTRAINT waits,
    DROP CONSTRAINT exclude_deferrable,
    DROP CONSTRAINT exclude_operator,
    DROP CONSTRAINT exclude_where,
    DROP CONSTRAINT becomes_unique,
    DROP CONSTRAINT inherit,
    ALTER COLUMN b SET NOT NULL,
    ADD CONSTRAINT primary_key PRIMARY KEY (a, b),
    ADD CONSTRAINT becomes_unique UNIQUE (c),
    ADD CONSTRAINT include UNIQUE (a, b) INCLUDE (c),
    ADD CONSTRAINT included UNIQUE (b, a) INCLUDE (d),
    ADD CONSTRAINT may_wait UNIQUE (a) DEFERRABLE,
    ADD CONSTRAINT waits UNIQUE (b) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT exclude_deferrable
        EXCLUDE USING gist (r WITH -|-) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT exclude_operator EXCLUDE USING gist (r WITH =),
    ADD CONSTRAINT exclude_where EXCLUDE USING gist (r WITH &&) WHERE (a > 2),
    ADD CONSTRAINT inherit CHECK (a > 1) NO INHERIT;

COMMENT ON CONSTRAINT primary_key ON public.t IS 'Stays';

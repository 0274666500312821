CREATE TABLE t (a integer, b integer, c integer, d integer, r int4range,
    CONSTRAINT may_wait UNIQUE (a) DEFERRABLE,
    CONSTRAINT waits UNIQUE (b) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT include UNIQUE (a, b) INCLUDE (c),
    CONSTRAINT included UNIQUE (b, a) INCLUDE (d),
    CONSTRAINT inherit CHECK (a > 1) NO INHERIT,
    CONSTRAINT exclude_operator EXCLUDE USING gist (r WITH =),
    CONSTRAINT exclude_where EXCLUDE USING gist (r WITH &&) WHERE (a > 2),
    CONSTRAINT exclude_deferrable EXCLUDE USING gist (r WITH -|-) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT primary_key PRIMARY KEY (a, b),
    CONSTRAINT becomes_unique UNIQUE (c)
);
COMMENT ON CONSTRAINT primary_key ON t IS 'Stays';

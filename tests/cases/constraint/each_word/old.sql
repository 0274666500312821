CREATE TABLE t (a integer, b integer, c integer, d integer, r int4range,
    CONSTRAINT may_wait UNIQUE (a),
    CONSTRAINT waits UNIQUE (b) DEFERRABLE,
    CONSTRAINT include UNIQUE (a, b),
    CONSTRAINT included UNIQUE (b, a) INCLUDE (c),
    CONSTRAINT inherit CHECK (a > 1),
    CONSTRAINT exclude_operator EXCLUDE USING gist (r WITH &&),
    CONSTRAINT exclude_where EXCLUDE USING gist (r WITH &&) WHERE (a > 1),
    CONSTRAINT exclude_deferrable EXCLUDE USING gist (r WITH -|-),
    CONSTRAINT primary_key PRIMARY KEY (a),
    CONSTRAINT becomes_unique CHECK (c > 1)
);
COMMENT ON CONSTRAINT primary_key ON t IS 'Stays';

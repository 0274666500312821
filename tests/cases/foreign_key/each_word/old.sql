CREATE TABLE far (id integer PRIMARY KEY, x integer, y integer, UNIQUE (x, y));
CREATE TABLE further (id integer PRIMARY KEY);
CREATE TABLE t (a integer, b integer,
    CONSTRAINT on_delete FOREIGN KEY (a) REFERENCES far,
    CONSTRAINT other_delete FOREIGN KEY (a) REFERENCES far ON DELETE CASCADE,
    CONSTRAINT on_update FOREIGN KEY (a) REFERENCES far,
    CONSTRAINT match FOREIGN KEY (a, b) REFERENCES far (x, y),
    CONSTRAINT referenced FOREIGN KEY (b) REFERENCES far,
    CONSTRAINT columns_ FOREIGN KEY (a) REFERENCES far,
    CONSTRAINT delete_columns FOREIGN KEY (a, b) REFERENCES far (x, y) ON DELETE SET NULL,
    CONSTRAINT other_columns FOREIGN KEY (a, b) REFERENCES far (x, y) ON DELETE SET NULL (a),
    CONSTRAINT may_wait FOREIGN KEY (a) REFERENCES far,
    CONSTRAINT waits FOREIGN KEY (a) REFERENCES far DEFERRABLE,
    CONSTRAINT two FOREIGN KEY (a) REFERENCES far
);

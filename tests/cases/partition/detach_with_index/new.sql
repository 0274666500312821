CREATE TABLE p (id integer PRIMARY KEY, x int) PARTITION BY RANGE (id);
CREATE TABLE p1 (id integer CONSTRAINT p_id_not_null NOT NULL PRIMARY KEY, x int);
CREATE INDEX p_x ON p (x);
CREATE INDEX p1_x_idx ON p1 (x);

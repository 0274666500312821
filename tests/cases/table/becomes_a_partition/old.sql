CREATE TABLE p (id integer PRIMARY KEY, x int);
CREATE INDEX p_x ON p (x);

CREATE TABLE a (id int PRIMARY KEY, x int CHECK (x > 0));
CREATE TABLE b (id int, y int);
CREATE TABLE c (id int, x int CONSTRAINT a_x_check CHECK (x > 0), y int) INHERITS (a);

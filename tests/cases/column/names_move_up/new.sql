CREATE TABLE a(y int, z int);

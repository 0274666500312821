CREATE TABLE a(y int);

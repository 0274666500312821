CREATE TABLE p (id integer, at date);

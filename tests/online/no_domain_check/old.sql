CREATE DOMAIN d AS int;
CREATE TABLE t (id int, x d);

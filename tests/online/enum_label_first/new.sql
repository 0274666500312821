CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, x e DEFAULT 'b', CONSTRAINT c CHECK (x <> 'b' OR id > 0));

CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (m mood DEFAULT 'sad');
CREATE VIEW v AS SELECT m FROM t;

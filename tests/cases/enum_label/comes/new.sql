CREATE TYPE mood AS ENUM ('so', 'sad', 'fair', 'glad', 'happy');
CREATE TABLE t (m mood DEFAULT 'sad');
CREATE VIEW v AS SELECT m FROM t;

CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE m (id int NOT NULL, retyped int DEFAULT 1, made int DEFAULT f(),
    listed mood DEFAULT 'sad', changed int DEFAULT 1, given int) PARTITION BY LIST (id);
CREATE TABLE a PARTITION OF m (retyped DEFAULT 2, made DEFAULT 2, listed DEFAULT 'ok',
    changed DEFAULT 2, given DEFAULT 2) FOR VALUES IN (1) PARTITION BY LIST (id);
CREATE TABLE aa PARTITION OF a (retyped DEFAULT 3, made DEFAULT 3, listed DEFAULT 'happy',
    changed DEFAULT 3, given DEFAULT 3) FOR VALUES IN (1);
CREATE TABLE z PARTITION OF m FOR VALUES IN (2);

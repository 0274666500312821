CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE TYPE mood AS ENUM ('happy', 'ok', 'sad');
CREATE TABLE m (id int NOT NULL, retyped text DEFAULT '1', made int DEFAULT f(),
    listed mood DEFAULT 'sad', changed int DEFAULT 7, given int DEFAULT 7, added int DEFAULT 7);
CREATE TABLE a (retyped text DEFAULT '2', made int DEFAULT 2, listed mood DEFAULT 'ok',
    changed int DEFAULT 2, given int DEFAULT 2) INHERITS (m);
CREATE TABLE aa (retyped text DEFAULT '3', made int DEFAULT 3, listed mood DEFAULT 'happy',
    changed int DEFAULT 3, given int DEFAULT 3) INHERITS (a);
CREATE TABLE z () INHERITS (m);
ALTER TABLE a ALTER COLUMN added SET DEFAULT 2;
ALTER TABLE aa ALTER COLUMN added SET DEFAULT 3;

CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE m (id int NOT NULL, retyped int DEFAULT 1, made int DEFAULT f(),
    listed mood DEFAULT 'sad', changed int DEFAULT 1, given int);
CREATE TABLE a (retyped int DEFAULT 2, made int DEFAULT 2, listed mood DEFAULT 'ok',
    changed int DEFAULT 2, given int DEFAULT 2) INHERITS (m);
CREATE TABLE aa (retyped int DEFAULT 3, made int DEFAULT 3, listed mood DEFAULT 'happy',
    changed int DEFAULT 3, given int DEFAULT 3) INHERITS (a);
CREATE TABLE z () INHERITS (m);

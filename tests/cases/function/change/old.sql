CREATE FUNCTION plain(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION result(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION named(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION ranks() RETURNS bigint LANGUAGE internal AS 'window_rank';
CREATE VIEW v AS SELECT result(1) AS r, plain(2) AS p;
GRANT SELECT ON v TO PUBLIC;

CREATE FUNCTION pair(OUT a integer, OUT b text) LANGUAGE sql AS 'SELECT 1, ''x''';
CREATE FUNCTION rows_of(n integer, OUT a integer, OUT b text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, ''x''';
CREATE FUNCTION unnamed(OUT integer, OUT integer) LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION without_names(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW reads AS SELECT a FROM rows_of(3);

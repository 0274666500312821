CREATE FUNCTION pair(OUT a integer, OUT b integer) LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION rows_of(n integer, OUT a integer, OUT b varchar) RETURNS SETOF record LANGUAGE sql
    AS 'SELECT 1, ''x''::varchar';
CREATE FUNCTION unnamed(OUT integer, OUT bigint) LANGUAGE sql AS 'SELECT 1, 2::bigint';
CREATE FUNCTION without_names(INOUT integer) LANGUAGE sql AS 'SELECT 1';
CREATE VIEW reads AS SELECT a FROM rows_of(3);

CREATE FUNCTION body_atomic(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a + 1; END;
CREATE FUNCTION changes_cost(a integer) RETURNS integer LANGUAGE sql COST 7 AS 'SELECT 1';
CREATE FUNCTION changes_parallel(a integer) RETURNS integer LANGUAGE sql PARALLEL RESTRICTED AS 'SELECT 1';
CREATE FUNCTION changes_set(a integer) RETURNS integer LANGUAGE sql
    SET search_path = '' SET statement_timeout = '1s' AS 'SELECT 1';
CREATE FUNCTION changes_volatile(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION changes_language(a integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE FUNCTION set_cost(a integer) RETURNS integer LANGUAGE sql COST 7 AS 'SELECT 1';
CREATE FUNCTION set_parallel(a integer) RETURNS integer LANGUAGE sql PARALLEL SAFE AS 'SELECT 1';
CREATE FUNCTION set_set(a integer) RETURNS integer LANGUAGE sql SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION set_definer(a integer) RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE FUNCTION set_leakproof(a integer) RETURNS integer LANGUAGE sql LEAKPROOF AS 'SELECT 1';
CREATE FUNCTION set_strict(a integer) RETURNS integer LANGUAGE sql STRICT AS 'SELECT 1';
CREATE FUNCTION set_support(a integer) RETURNS integer LANGUAGE sql SUPPORT generate_series_int8_support AS 'SELECT 1';
CREATE FUNCTION set_volatile(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION rows(a integer) RETURNS SETOF integer LANGUAGE sql ROWS 7 AS 'SELECT 1';
CREATE PROCEDURE procedure(a integer) LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
CREATE VIEW v AS SELECT set_cost(1) AS a, changes_set(1) AS b;

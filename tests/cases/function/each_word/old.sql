CREATE FUNCTION body_atomic(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a; END;
CREATE FUNCTION changes_cost(a integer) RETURNS integer LANGUAGE sql COST 5 AS 'SELECT 1';
CREATE FUNCTION changes_parallel(a integer) RETURNS integer LANGUAGE sql PARALLEL SAFE AS 'SELECT 1';
CREATE FUNCTION changes_set(a integer) RETURNS integer LANGUAGE sql
    SET search_path = public, pg_temp SET work_mem = '4MB' AS 'SELECT 1';
CREATE FUNCTION changes_volatile(a integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1';
CREATE FUNCTION changes_language(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_cost(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_parallel(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_set(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_definer(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_leakproof(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_strict(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_support(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_volatile(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION rows(a integer) RETURNS SETOF integer LANGUAGE sql ROWS 5 AS 'SELECT 1';
CREATE PROCEDURE procedure(a integer) LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT set_cost(1) AS a, changes_set(1) AS b;

CREATE TYPE t AS (a integer, b text, c text);
CREATE FUNCTION f(t) RETURNS text LANGUAGE sql AS 'SELECT ($1).c';
COMMENT ON TYPE t IS 'kept';

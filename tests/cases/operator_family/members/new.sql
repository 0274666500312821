CREATE FUNCTION before(integer, smallint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION compare(integer, bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR <<< (FUNCTION = before, LEFTARG = integer, RIGHTARG = smallint, RESTRICT = scalarltsel);
CREATE OPERATOR FAMILY numbers USING btree;
CREATE OPERATOR CLASS plain FOR TYPE integer USING btree FAMILY numbers AS OPERATOR 1 <,
    OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 btint4cmp(integer, integer);
ALTER OPERATOR FAMILY numbers USING btree ADD OPERATOR 1 < (integer, smallint),
    OPERATOR 2 <= (integer, bigint), FUNCTION 1 (integer, bigint) compare(integer, bigint);
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a plain);

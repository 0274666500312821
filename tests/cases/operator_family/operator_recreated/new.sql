CREATE FUNCTION before(integer, smallint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION earlier(integer, smallint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR <<< (FUNCTION = earlier, LEFTARG = integer, RIGHTARG = smallint);
CREATE OPERATOR FAMILY numbers USING btree;
ALTER OPERATOR FAMILY numbers USING btree ADD OPERATOR 1 <<< (integer, smallint);

CREATE OPERATOR FAMILY numbers USING btree;
ALTER OPERATOR FAMILY numbers USING btree ADD OPERATOR 1 < (integer, bigint),
    OPERATOR 3 = (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR FAMILY lone USING hash;
CREATE FUNCTION before(integer, smallint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR <<< (FUNCTION = before, LEFTARG = integer, RIGHTARG = smallint);
ALTER OPERATOR FAMILY numbers USING btree ADD OPERATOR 1 <<< (integer, smallint);

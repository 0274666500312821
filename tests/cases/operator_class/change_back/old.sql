CREATE FUNCTION cmp(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE OPERATOR FAMILY numbers USING btree;
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE OPERATOR CLASS a_default DEFAULT FOR TYPE mood USING hash AS OPERATOR 1 = (anyenum, anyenum),
    FUNCTION 1 (anyenum, anyenum) hashenum(anyenum);
CREATE OPERATOR CLASS b_family FOR TYPE integer USING btree FAMILY numbers AS OPERATOR 1 <,
    OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 cmp(integer, integer);
CREATE OPERATOR CLASS c_member FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=,
    OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE OPERATOR CLASS d_input FOR TYPE bigint USING btree AS OPERATOR 1 <, OPERATOR 2 <=,
    OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint8cmp(bigint, bigint);
CREATE OPERATOR CLASS e_storage FOR TYPE point USING gist AS OPERATOR 1 <<,
    FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal),
    FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 5 gist_box_penalty(internal, internal, internal),
    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
    STORAGE box;
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a c_member);
COMMENT ON OPERATOR CLASS c_member USING btree IS 'Stays';

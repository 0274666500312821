CREATE FUNCTION cmp(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE OPERATOR CLASS plain FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=,
    OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 cmp(integer, integer);
CREATE OPERATOR FAMILY numbers USING btree;
CREATE OPERATOR CLASS small FOR TYPE smallint USING btree FAMILY numbers AS OPERATOR 1 <,
    OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 btint2cmp(smallint, smallint);
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE OPERATOR CLASS moods DEFAULT FOR TYPE mood USING hash AS OPERATOR 1 = (anyenum, anyenum),
    FUNCTION 1 (anyenum, anyenum) hashenum(anyenum);
CREATE OPERATOR CLASS boxed FOR TYPE box USING gist AS OPERATOR 1 <<,
    OPERATOR 15 <-> (box, point) FOR ORDER BY float_ops,
    FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
    FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
    FUNCTION 7 gist_box_same(box, box, internal),
    FUNCTION 8 (box, point) gist_box_distance(internal, box, smallint, oid, internal);
CREATE OPERATOR CLASS words FOR TYPE text[] USING gin AS OPERATOR 1 && (anyarray, anyarray),
    FUNCTION 2 ginarrayextract(anyarray, internal, internal),
    FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal),
    FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal,
    internal, internal), STORAGE text;
CREATE TABLE t (a integer, b box);
CREATE INDEX i ON t (a plain);
CREATE INDEX j ON t USING gist (b boxed);
COMMENT ON OPERATOR CLASS plain USING btree IS 'As usual';
COMMENT ON OPERATOR FAMILY numbers USING btree IS 'Many';
ALTER OPERATOR CLASS plain USING btree OWNER TO carol;
ALTER OPERATOR FAMILY numbers USING btree OWNER TO carol;

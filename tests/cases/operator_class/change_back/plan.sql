DROP INDEX public.i;

DROP OPERATOR CLASS public.a_default USING hash;

DROP OPERATOR CLASS public.b_family USING btree;

DROP OPERATOR CLASS public.c_member USING btree;

DROP OPERATOR CLASS public.d_input USING btree;

DROP OPERATOR CLASS public.e_storage USING gist;

ALTER OPERATOR FAMILY public.e_storage USING gist DROP OPERATOR 1 (point, point);

CREATE OPERATOR FAMILY public.b_family USING btree;

ALTER OPERATOR FAMILY public.e_storage USING gist ADD OPERATOR 1 <<(box,box);

CREATE OPERATOR CLASS public.a_default FOR TYPE public.mood USING hash FAMILY public.a_default AS
    STORAGE public.mood;

CREATE OPERATOR CLASS public.b_family FOR TYPE integer USING btree FAMILY public.b_family AS
    OPERATOR 1 <(integer,integer),
    OPERATOR 2 <=(integer,integer),
    OPERATOR 3 =(integer,integer),
    OPERATOR 4 >=(integer,integer),
    OPERATOR 5 >(integer,integer),
    FUNCTION 1 (integer, integer) public.cmp(integer,integer);

CREATE OPERATOR CLASS public.c_member FOR TYPE integer USING btree FAMILY public.c_member AS
    OPERATOR 1 <(integer,integer),
    OPERATOR 2 <=(integer,integer),
    OPERATOR 3 =(integer,integer),
    OPERATOR 4 >=(integer,integer),
    OPERATOR 5 >(integer,integer),
    FUNCTION 1 (integer, integer) public.cmp(integer,integer);

COMMENT ON OPERATOR CLASS public.c_member USING btree IS 'Stays';

CREATE OPERATOR CLASS public.d_input FOR TYPE integer USING btree FAMILY public.d_input AS
    OPERATOR 1 <(integer,integer),
    OPERATOR 2 <=(integer,integer),
    OPERATOR 3 =(integer,integer),
    OPERATOR 4 >=(integer,integer),
    OPERATOR 5 >(integer,integer),
    FUNCTION 1 (integer, integer) btint4cmp(integer,integer);

CREATE OPERATOR CLASS public.e_storage FOR TYPE box USING gist FAMILY public.e_storage AS
    FUNCTION 1 (box, box) gist_box_consistent(internal,box,smallint,oid,internal),
    FUNCTION 2 (box, box) gist_box_union(internal,internal),
    FUNCTION 5 (box, box) gist_box_penalty(internal,internal,internal),
    FUNCTION 6 (box, box) gist_box_picksplit(internal,internal),
    FUNCTION 7 (box, box) gist_box_same(box,box,internal);

CREATE INDEX i ON public.t (a public.c_member);

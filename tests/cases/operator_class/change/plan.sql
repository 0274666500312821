DROP INDEX public.i;

DROP OPERATOR CLASS public.a_default USING hash;

DROP OPERATOR CLASS public.c_member USING btree;

DROP OPERATOR CLASS public.d_input USING btree;

DROP OPERATOR CLASS public.e_storage USING gist;

DROP OPERATOR CLASS public.f_storage USING gin;

ALTER OPERATOR FAMILY public.e_storage USING gist DROP OPERATOR 1 (box, box);

DROP OPERATOR FAMILY public.b_family USING btree;

ALTER OPERATOR FAMILY public.e_storage USING gist ADD OPERATOR 1 <<(point,point);

CREATE OPERATOR CLASS public.a_default DEFAULT FOR TYPE public.mood
    USING hash FAMILY public.a_default AS
    STORAGE public.mood;

CREATE OPERATOR CLASS public.b_family FOR TYPE integer USING btree FAMILY public.numbers AS
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
    FUNCTION 1 (integer, integer) btint4cmp(integer,integer);

COMMENT ON OPERATOR CLASS public.c_member USING btree IS 'Stays';

CREATE OPERATOR CLASS public.d_input FOR TYPE bigint USING btree FAMILY public.d_input AS
    OPERATOR 1 <(bigint,bigint),
    OPERATOR 2 <=(bigint,bigint),
    OPERATOR 3 =(bigint,bigint),
    OPERATOR 4 >=(bigint,bigint),
    OPERATOR 5 >(bigint,bigint),
    FUNCTION 1 (bigint, bigint) btint8cmp(bigint,bigint);

CREATE OPERATOR CLASS public.e_storage FOR TYPE point USING gist FAMILY public.e_storage AS
    FUNCTION 1 (point, point) gist_point_consistent(internal,point,smallint,oid,internal),
    FUNCTION 2 (point, point) gist_box_union(internal,internal),
    FUNCTION 5 (point, point) gist_box_penalty(internal,internal,internal),
    FUNCTION 6 (point, point) gist_box_picksplit(internal,internal),
    FUNCTION 7 (point, point) gist_box_same(box,box,internal),
    STORAGE box;

CREATE OPERATOR CLASS public.f_storage FOR TYPE text[] USING gin FAMILY public.f_storage AS
    FUNCTION 2 (text[], text[]) ginarrayextract(anyarray,internal,internal),
    FUNCTION 3 (text[], text[]) ginqueryarrayextract(
        anyarray,internal,smallint,internal,internal,internal,internal
    ),
    STORAGE character varying;

CREATE INDEX i ON public.t (a public.c_member);

CREATE TYPE public.mood AS ENUM (
    'sad',
    'glad'
);

CREATE OPERATOR FAMILY public.boxed USING gist;

ALTER OPERATOR FAMILY public.boxed USING gist ADD
    OPERATOR 1 <<(box,box),
    OPERATOR 15 <->(box,point) FOR ORDER BY pg_catalog.float_ops,
    FUNCTION 8 (box, point) gist_box_distance(internal,box,smallint,oid,internal);

CREATE OPERATOR FAMILY public.moods USING hash;

ALTER OPERATOR FAMILY public.moods USING hash ADD
    OPERATOR 1 =(anyenum,anyenum),
    FUNCTION 1 (anyenum, anyenum) hashenum(anyenum);

CREATE OPERATOR FAMILY public.numbers USING btree;

COMMENT ON OPERATOR FAMILY public.numbers USING btree IS 'Many';

CREATE OPERATOR FAMILY public.plain USING btree;

CREATE OPERATOR FAMILY public.words USING gin;

ALTER OPERATOR FAMILY public.words USING gin ADD
    OPERATOR 1 &&(anyarray,anyarray),
    FUNCTION 4 (text[], text[]) ginarrayconsistent(
        internal,smallint,anyarray,integer,internal,internal,internal,internal
    );

CREATE OPERATOR CLASS public.boxed FOR TYPE box USING gist FAMILY public.boxed AS
    FUNCTION 1 (box, box) gist_box_consistent(internal,box,smallint,oid,internal),
    FUNCTION 2 (box, box) gist_box_union(internal,internal),
    FUNCTION 5 (box, box) gist_box_penalty(internal,internal,internal),
    FUNCTION 6 (box, box) gist_box_picksplit(internal,internal),
    FUNCTION 7 (box, box) gist_box_same(box,box,internal);

CREATE OPERATOR CLASS public.moods DEFAULT FOR TYPE public.mood USING hash FAMILY public.moods AS
    STORAGE public.mood;

CREATE OPERATOR CLASS public.small FOR TYPE smallint USING btree FAMILY public.numbers AS
    OPERATOR 1 <(smallint,smallint),
    OPERATOR 2 <=(smallint,smallint),
    OPERATOR 3 =(smallint,smallint),
    OPERATOR 4 >=(smallint,smallint),
    OPERATOR 5 >(smallint,smallint),
    FUNCTION 1 (smallint, smallint) btint2cmp(smallint,smallint);

CREATE OPERATOR CLASS public.words FOR TYPE text[] USING gin FAMILY public.words AS
    FUNCTION 2 (text[], text[]) ginarrayextract(anyarray,internal,internal),
    FUNCTION 3 (text[], text[]) ginqueryarrayextract(
        anyarray,internal,smallint,internal,internal,internal,internal
    ),
    STORAGE text;

CREATE TABLE public.t (
    a integer,
    b box
);

CREATE INDEX j ON public.t USING gist (b public.boxed);

CREATE FUNCTION public.cmp(integer, integer)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT $1 - $2$$;

CREATE OPERATOR CLASS public.plain FOR TYPE integer USING btree FAMILY public.plain AS
    OPERATOR 1 <(integer,integer),
    OPERATOR 2 <=(integer,integer),
    OPERATOR 3 =(integer,integer),
    OPERATOR 4 >=(integer,integer),
    OPERATOR 5 >(integer,integer),
    FUNCTION 1 (integer, integer) public.cmp(integer,integer);

COMMENT ON OPERATOR CLASS public.plain USING btree IS 'As usual';

CREATE INDEX i ON public.t (a public.plain);

ALTER OPERATOR FAMILY public.numbers USING btree OWNER TO carol;

ALTER OPERATOR CLASS public.plain USING btree OWNER TO carol;

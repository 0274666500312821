CREATE OPERATOR FAMILY public.lone USING hash;

CREATE OPERATOR FAMILY public.numbers USING btree;

ALTER OPERATOR FAMILY public.numbers USING btree ADD
    OPERATOR 1 <(integer,bigint),
    OPERATOR 3 =(integer,bigint),
    FUNCTION 1 (integer, bigint) btint48cmp(integer,bigint);

CREATE FUNCTION public.before(integer, smallint)
    RETURNS boolean
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT true$$;

CREATE OPERATOR public.<<< (
    FUNCTION = public.before,
    LEFTARG = integer,
    RIGHTARG = smallint
);

ALTER OPERATOR FAMILY public.numbers USING btree ADD OPERATOR 1 public.<<<(integer,smallint);

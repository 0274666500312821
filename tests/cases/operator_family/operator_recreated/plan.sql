DROP OPERATOR public.<<<(integer,smallint);

CREATE OPERATOR public.<<< (
    FUNCTION = public.earlier,
    LEFTARG = integer,
    RIGHTARG = smallint
);

ALTER OPERATOR FAMILY public.numbers USING btree ADD OPERATOR 1 public.<<<(integer,smallint);

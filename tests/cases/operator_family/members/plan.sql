ALTER OPERATOR FAMILY public.numbers USING btree DROP
    OPERATOR 1 (integer, bigint),
    OPERATOR 1 (integer, smallint),
    FUNCTION 1 (integer, bigint);

ALTER OPERATOR public.<<<(integer,smallint) SET (RESTRICT = scalarltsel);

ALTER OPERATOR FAMILY public.numbers USING btree ADD
    OPERATOR 1 <(integer,smallint),
    OPERATOR 2 <=(integer,bigint),
    FUNCTION 1 (integer, bigint) public.compare(integer,bigint);

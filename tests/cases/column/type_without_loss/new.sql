CREATE EXTENSION citext;
CREATE DOMAIN amount AS integer;
CREATE TABLE t (
    id int, name citext, code citext, seen timestamptz(3), opens timetz, opens_later timetz(4),
    flags varbit, flag_list varbit(8)[],
    total bigint, counts bigint[], price numeric(12,2), day timestamp(0), big numeric(20,1),
    net inet, yes int, stamps timestamp(6)[]);

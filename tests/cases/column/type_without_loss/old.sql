CREATE EXTENSION citext;
CREATE DOMAIN amount AS integer;
CREATE TABLE t (
    id int, name text, code varchar(5), seen timestamp(3), opens time, opens_later time(3),
    flags bit(3), flag_list bit(3)[],
    total amount, counts int[], price int, day date, big bigint, net cidr, yes boolean, stamps timestamp[]);

CREATE DOMAIN sure AS boolean;
CREATE TABLE t (id int, yes int, list int[], bits int, whole box, certain int, hopeless bigint);

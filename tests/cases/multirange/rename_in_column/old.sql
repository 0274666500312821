CREATE TYPE r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = old_mr);
CREATE TABLE t (a old_mr, b old_mr[] DEFAULT '{}');
CREATE VIEW v AS SELECT a, '{}'::old_mr AS c FROM t;

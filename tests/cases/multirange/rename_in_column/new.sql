CREATE TYPE r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = "New mr");
CREATE TABLE t (a "New mr", b "New mr"[] DEFAULT '{}');
CREATE VIEW v AS SELECT a, '{}'::"New mr" AS c FROM t;

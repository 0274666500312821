CREATE COLLATION plain (LOCALE = 'C');
CREATE COLLATION mixed (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE COLLATION folded (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TABLE t (a text COLLATE folded, b text COLLATE mixed);
CREATE DOMAIN d AS text COLLATE plain;
COMMENT ON COLLATION folded IS 'Without case';

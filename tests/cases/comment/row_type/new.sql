CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM t;
COMMENT ON TYPE t IS 'the type of its rows';
COMMENT ON TABLE t IS 'it';
COMMENT ON TYPE v IS 'rows, too';

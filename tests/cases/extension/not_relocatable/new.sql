CREATE SCHEMA x;
CREATE EXTENSION xml2 SCHEMA x;
COMMENT ON EXTENSION xml2 IS 'old ways';
REVOKE EXECUTE ON FUNCTION x.xml_valid FROM PUBLIC;
CREATE VIEW v AS SELECT x.xpath_bool('<a/>', '/a');
CREATE TABLE t (a text CHECK (x.xpath_bool(a, '/a')));

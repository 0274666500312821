-- It cannot be moved: it goes and comes back, with what needs it, its comment and the grants on its members.
CREATE EXTENSION xml2 SCHEMA public;
COMMENT ON EXTENSION xml2 IS 'old ways';
REVOKE EXECUTE ON FUNCTION xml_valid FROM PUBLIC;
CREATE VIEW v AS SELECT xpath_bool('<a/>', '/a');
CREATE TABLE t (a text CHECK (xpath_bool(a, '/a')));

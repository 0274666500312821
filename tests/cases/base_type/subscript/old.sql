CREATE TYPE doc;
CREATE FUNCTION doc_in(cstring) RETURNS doc LANGUAGE internal IMMUTABLE STRICT AS 'jsonb_in';
CREATE FUNCTION doc_out(doc) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'jsonb_out';
CREATE TYPE doc (INPUT = doc_in, OUTPUT = doc_out, STORAGE = extended);
CREATE TABLE t (d doc);

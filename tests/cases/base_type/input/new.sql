CREATE TYPE percent;
CREATE FUNCTION percent_in(cstring) RETURNS percent LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION percent_out(percent) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION percent_read(cstring) RETURNS percent LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE TYPE percent (INPUT = percent_read, OUTPUT = percent_out, LIKE = integer);
CREATE FUNCTION half(percent) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE VIEW v AS SELECT half(NULL::percent);

CREATE TYPE percent;
CREATE FUNCTION percent_in(cstring) RETURNS percent LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION percent_out(percent) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION percent_print(percent) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE percent (INPUT = percent_in, OUTPUT = percent_print, LIKE = integer);

CREATE TYPE percent;
CREATE FUNCTION percent_in(cstring) RETURNS percent LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION percent_out(value percent) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION percent_send(value percent) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT COST 7 AS 'int4send';
CREATE TYPE percent (INPUT = percent_in, OUTPUT = percent_out, SEND = percent_send, LIKE = integer);

CREATE TYPE percent;
CREATE FUNCTION percent_in(cstring) RETURNS percent LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION percent_out(percent) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION percent_receive(internal) RETURNS percent LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION percent_send(percent) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE percent (INPUT = percent_in, OUTPUT = percent_out, RECEIVE = percent_receive,
    SEND = percent_send, LIKE = integer, CATEGORY = 'N', DEFAULT = '7');
CREATE TYPE name_of;
CREATE FUNCTION name_of_in(cstring, oid, integer) RETURNS name_of LANGUAGE internal IMMUTABLE STRICT AS 'bpcharin';
CREATE FUNCTION name_of_out(name_of) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'bpcharout';
CREATE TYPE name_of (INPUT = name_of_in, OUTPUT = name_of_out, TYPMOD_IN = bpchartypmodin,
    TYPMOD_OUT = bpchartypmodout, STORAGE = extended, COLLATABLE = true, DELIMITER = ';');
CREATE FUNCTION half(percent) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE t (share percent DEFAULT '50', many percent[], title name_of(10));
CREATE DOMAIN quarter AS percent;
COMMENT ON TYPE percent IS 'Of a hundred';

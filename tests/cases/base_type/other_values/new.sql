CREATE TYPE a_binary;
CREATE FUNCTION a_binary_in(cstring) RETURNS a_binary LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION a_binary_out(a_binary) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION a_receive(internal) RETURNS a_binary LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION b_receive(internal) RETURNS a_binary LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION a_send(a_binary) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE FUNCTION b_send(a_binary) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE b_typmod;
CREATE FUNCTION b_typmod_in(cstring) RETURNS b_typmod LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION b_typmod_out(b_typmod) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE c_subscript;
CREATE FUNCTION c_subscript_in(cstring) RETURNS c_subscript LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION c_subscript_out(c_subscript) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE d_anew;
CREATE FUNCTION d_anew_in(cstring) RETURNS d_anew LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION d_anew_out(d_anew) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE a_binary (INPUT = a_binary_in, OUTPUT = a_binary_out, LIKE = integer, RECEIVE = b_receive, SEND = a_send);
CREATE TYPE b_typmod (INPUT = b_typmod_in, OUTPUT = b_typmod_out, TYPMOD_IN = varchartypmodin,
    TYPMOD_OUT = bpchartypmodout, ANALYZE = array_typanalyze);
CREATE FUNCTION subscript(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT
    AS 'raw_array_subscript_handler';
CREATE TYPE c_subscript (INPUT = c_subscript_in, OUTPUT = c_subscript_out, INTERNALLENGTH = 16,
    ALIGNMENT = double, ELEMENT = double precision, SUBSCRIPT = subscript);
CREATE TYPE d_anew (INPUT = d_anew_in, OUTPUT = d_anew_out, INTERNALLENGTH = 16, ALIGNMENT = double,
    CATEGORY = 'X', DEFAULT = '(1,1)', ELEMENT = bigint, DELIMITER = ':');
CREATE TABLE t (a a_binary, b b_typmod);

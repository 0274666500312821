CREATE TYPE a_receive;
CREATE FUNCTION a_receive_in(cstring) RETURNS a_receive LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION a_receive_out(a_receive) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE a_receive (INPUT = a_receive_in, OUTPUT = a_receive_out, LIKE = integer);
CREATE TYPE b_send;
CREATE FUNCTION b_send_in(cstring) RETURNS b_send LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION b_send_out(b_send) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE b_send (INPUT = b_send_in, OUTPUT = b_send_out, LIKE = integer);
CREATE TYPE c_typmod;
CREATE FUNCTION c_typmod_in(cstring) RETURNS c_typmod LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION c_typmod_out(c_typmod) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE c_typmod (INPUT = c_typmod_in, OUTPUT = c_typmod_out, INTERNALLENGTH = VARIABLE);
CREATE TYPE d_analyze;
CREATE FUNCTION d_analyze_in(cstring) RETURNS d_analyze LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION d_analyze_out(d_analyze) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE d_analyze (INPUT = d_analyze_in, OUTPUT = d_analyze_out, LIKE = integer);

CREATE TABLE t (a a_receive, b b_send, c c_typmod, d d_analyze);

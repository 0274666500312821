CREATE LANGUAGE a_inline HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
CREATE LANGUAGE b_validator HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
CREATE TRUSTED LANGUAGE c_trusted HANDLER plpgsql_call_handler;
CREATE FUNCTION handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE d_handler HANDLER handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION f() RETURNS integer LANGUAGE a_inline AS 'BEGIN RETURN 1; END';
CREATE FUNCTION inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION validator(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE e_changes HANDLER plpgsql_call_handler INLINE inline VALIDATOR validator;

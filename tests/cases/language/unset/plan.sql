CREATE OR REPLACE LANGUAGE a_inline HANDLER plpgsql_call_handler;

CREATE OR REPLACE LANGUAGE b_validator HANDLER plpgsql_call_handler;

CREATE OR REPLACE LANGUAGE c_trusted HANDLER plpgsql_call_handler;

CREATE
    OR REPLACE LANGUAGE d_handler HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;

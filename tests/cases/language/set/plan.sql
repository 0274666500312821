CREATE OR REPLACE LANGUAGE a_inline HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;

CREATE OR REPLACE LANGUAGE b_validator HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;

CREATE OR REPLACE TRUSTED LANGUAGE c_trusted HANDLER plpgsql_call_handler;

CREATE
    OR REPLACE LANGUAGE d_handler HANDLER public.handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;

CREATE
    OR REPLACE LANGUAGE e_changes HANDLER plpgsql_call_handler INLINE public.inline VALIDATOR public.validator;

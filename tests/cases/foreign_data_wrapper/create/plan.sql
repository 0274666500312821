CREATE FOREIGN DATA WRAPPER "Full" HANDLER public.handler VALIDATOR public.accepts
    OPTIONS ("Two" 'it''s', one '1');

CREATE FOREIGN DATA WRAPPER plain;

COMMENT ON FOREIGN DATA WRAPPER plain IS 'nothing behind it';

GRANT USAGE ON FOREIGN DATA WRAPPER plain TO reader;

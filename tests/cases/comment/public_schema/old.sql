COMMENT ON SCHEMA public IS 'ours';

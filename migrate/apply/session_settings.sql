-- What was set in this session, as statements that set it again.
SELECT pg_catalog.format('SET %I TO %L', s.name, pg_catalog.current_setting(s.name))
  FROM pg_catalog.pg_settings AS s
 WHERE s.source = 'session' AND s.setting IS DISTINCT FROM s.reset_val;

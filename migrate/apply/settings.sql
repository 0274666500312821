-- What role, database and server defaults may have changed, set to what applying relies on; settings that this server
-- does not have are passed over. pg_settings_for() puts another word for how long they hold. The dead client's lock
-- is free within 15 s: see the keepalives and client_connection_check_interval.
SELECT pg_catalog.set_config(wanted.name, wanted.value, /* for the session */ false)
  FROM (VALUES ('search_path', 'pg_catalog, pg_temp'),
               ('synchronous_commit', 'on'),
               ('default_transaction_isolation', 'read committed'),
               ('default_transaction_read_only', 'off'),
               ('default_transaction_deferrable', 'off'),
               ('default_tablespace', ''),
               ('default_table_access_method', 'heap'),
               ('check_function_bodies', 'on'),
               ('row_security', 'off'),
               ('statement_timeout', '0'),
               ('lock_timeout', '2s'),
               ('idle_in_transaction_session_timeout', '300s'),
               ('idle_session_timeout', '0'),
               ('transaction_timeout', '0'),
               ('client_connection_check_interval', '2s'),
               ('tcp_keepalives_idle', '4'),
               ('tcp_keepalives_interval', '2'),
               ('tcp_keepalives_count', '4'),
               ('tcp_user_timeout', '12000'),
               ('client_min_messages', 'notice'),
               ('jit', 'off')) AS wanted (name, value)
 WHERE pg_catalog.current_setting(wanted.name, true) IS NOT NULL;

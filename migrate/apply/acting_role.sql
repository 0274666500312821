-- Acts as the role {owner}, where there is one that the session's user may act as.
SELECT pg_catalog.set_config('role', r.rolname, /* for the session */ false)
  FROM pg_catalog.pg_roles AS r
 WHERE r.rolname = '{owner}'
   AND CASE WHEN pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 160000
            THEN pg_catalog.pg_has_role(session_user, r.oid, 'SET')
            ELSE pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER') END;

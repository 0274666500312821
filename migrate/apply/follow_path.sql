-- The search_path that the session has, which is $1 from here on.
SELECT before.path, pg_catalog.set_config('search_path', $1, false)
  FROM (SELECT pg_catalog.current_setting('search_path') AS path OFFSET 0) AS before;

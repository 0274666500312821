-- golang-migrate: one row, the last version; `dirty` while it runs and after it failed.
SELECT version::text, NULL::text, CASE WHEN dirty THEN 'failed' ELSE 'applied' END, NULL::text, NULL::text FROM {table};

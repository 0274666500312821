-- Rails and dbmate: the versions, and nothing else.
SELECT version::text, NULL::text, 'applied', NULL::text, NULL::text FROM {table} ORDER BY version;

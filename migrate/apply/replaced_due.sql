-- Which of the migrations $1 (an array of keys) nobody has noted yet to be counted as applied.
SELECT w.key
  FROM pg_catalog.unnest($1::text[]) AS w (key)
 WHERE NOT EXISTS (SELECT FROM /* ledger */ migrate.event AS e WHERE e.what = 'replaced' AND e.key = w.key);

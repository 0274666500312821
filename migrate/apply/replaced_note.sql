-- Notes that each of the migrations $1 (an array of keys) counts as applied, once. $2 the run.
INSERT INTO /* ledger */ migrate.event (run_id, what, key, detail)
SELECT $2::pg_catalog.uuid, 'replaced', w.key,
       pg_catalog.jsonb_build_object('text', 'counts as applied: what it replaces is')
  FROM pg_catalog.unnest($1::text[]) AS w (key)
 WHERE NOT EXISTS (SELECT FROM /* ledger */ migrate.event AS e WHERE e.what = 'replaced' AND e.key = w.key);

-- The migrations without a version that were executed, each with the sum of its text, as of the last time.
SELECT DISTINCT ON (e.label) e.label, e.sum
  FROM (SELECT pg_catalog.left(key, -65) AS label, pg_catalog.right(key, 64) AS sum, id
          FROM /* ledger */ migrate.event
         WHERE what = 'repeated' AND pg_catalog.length(key) > 65) AS e
 ORDER BY e.label, e.id DESC;

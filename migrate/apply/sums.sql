-- The sums $2 of the statements of the migrations $1 (arrays of keys and of hexadecimal sums), where the ledger has
-- none.
UPDATE /* ledger */ migrate.migration AS m
   SET sum_sql = pg_catalog.decode(w.sum, 'hex')
  FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS w (key, sum)
 WHERE m.key = w.key AND m.sum_sql IS NULL;

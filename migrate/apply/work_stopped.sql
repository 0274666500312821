-- The migration $1 outside a transaction stopped with the error $2, $3 (NULL: as before); $4: nobody knows what of it
-- happened.
UPDATE /* ledger */ migrate.migration
   SET error_sqlstate = COALESCE($2, error_sqlstate), error = COALESCE($3, error),
       state = CASE WHEN $4::boolean THEN 'unknown' WHEN state OPERATOR(pg_catalog.=) 'running' THEN 'failed'
           ELSE state END
 WHERE key OPERATOR(pg_catalog.=) $1
   AND ($4::boolean OR state OPERATOR(pg_catalog.=) ANY (ARRAY['running', 'reverting']));

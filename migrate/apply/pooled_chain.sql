-- Fails unless the ledger ends with the chain $1 (hexadecimal).
SELECT (CASE WHEN COALESCE((SELECT pg_catalog.encode(m.chain, 'hex') FROM /* ledger */ migrate.migration AS m
    ORDER BY m.seq DESC LIMIT 1),
                           pg_catalog.repeat('0', 64)) = $1
             THEN '1' ELSE 'migrate: not as expected' END)::pg_catalog.int4;

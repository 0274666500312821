-- The fingerprint $1 (hexadecimal) of the catalog after the ledger's last row.
UPDATE /* ledger */ migrate.migration SET schema_after = pg_catalog.decode($1, 'hex')
 WHERE seq = (SELECT pg_catalog.max(m.seq) FROM /* ledger */ migrate.migration AS m);

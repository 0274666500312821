-- Those of the roles $1 that the server lacks, and the statement that makes each.
SELECT pg_catalog.quote_ident(name), pg_catalog.format('CREATE ROLE %I NOLOGIN', name)
  FROM pg_catalog.unnest($1::text[]) AS name
 WHERE name NOT IN (SELECT rolname FROM pg_catalog.pg_roles)
 ORDER BY name COLLATE "C";

-- The statements that drop what runs for the same database left behind; $1 is what its name has been made into.
SELECT pg_catalog.format('DROP DATABASE %I WITH (FORCE)', datname)
  FROM pg_catalog.pg_database
 WHERE datname ~ ('^migrate_(load|old)_' || $1::text || '_[0-9a-f]{8}$')
 ORDER BY datname COLLATE "C";

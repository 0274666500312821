-- What stands in the way of rows in any order: triggers that fire in a session like this one, where $2 asks for them,
-- and foreign keys that cannot be deferred. The statement that takes each out of it, and the one that puts it back.
WITH tables AS (
  SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id
    FROM unnest($1::oid[]) AS t (oid)
    JOIN pg_class c ON c.oid = t.oid
    JOIN pg_namespace n ON n.oid = c.relnamespace),
things AS (
  SELECT t.id, 'DISABLE TRIGGER ' || quote_ident(g.tgname) AS aside,
         CASE g.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS TRIGGER ' ELSE 'ENABLE TRIGGER ' END
             || quote_ident(g.tgname) AS back
    FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
   WHERE g.tgenabled IN ('O', 'A') AND $2::boolean
   UNION ALL
  SELECT t.id, 'ALTER CONSTRAINT ' || quote_ident(k.conname) || ' DEFERRABLE INITIALLY DEFERRED',
         'ALTER CONSTRAINT ' || quote_ident(k.conname) || ' NOT DEFERRABLE'
    FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' AND k.conparentid = 0
   WHERE NOT k.condeferrable)
SELECT 'ALTER TABLE ' || id || ' ' || aside, 'ALTER TABLE ' || id || ' ' || back
  FROM things
 ORDER BY id, aside

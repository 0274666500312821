-- What would be new about a table, its partitions and its children had it been written anew or read: the files of tables and of indexes, and
-- what has its rows checked. $1 is the schema as written, or empty; $2 the name. Whether a timestamp gets a time zone without being written
-- is the session's TimeZone's to say, so a column of a date's or a time's type counts by its type. Nothing at all where no table has a file.
WITH RECURSIVE tree (oid) AS (
    SELECT c.oid
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relname = $2::text AND CASE $1::text WHEN '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1::text END
    UNION
    SELECT i.inhrelid FROM tree AS t JOIN pg_catalog.pg_inherits AS i ON i.inhparent = t.oid
), file (mark) AS (
    SELECT 'file ' || pg_catalog.pg_relation_filenode(c.oid)
      FROM tree AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
     WHERE c.relkind = 'r'
)
SELECT mark FROM file
UNION ALL
SELECT other.mark
  FROM (SELECT 'file ' || pg_catalog.pg_relation_filenode(i.indexrelid)
          FROM tree AS t JOIN pg_catalog.pg_index AS i ON i.indrelid = t.oid
        UNION ALL
        SELECT 'check ' || k.oid
          FROM tree AS t JOIN pg_catalog.pg_constraint AS k ON k.conrelid = t.oid
         WHERE k.contype = 'c' AND k.convalidated
        UNION ALL
        SELECT pg_catalog.concat_ws(' ', 'key', k.conrelid, k.conkey, k.confrelid, k.confkey, k.conpfeqop)
          FROM tree AS t JOIN pg_catalog.pg_constraint AS k ON t.oid IN (k.conrelid, k.confrelid)
         WHERE k.contype = 'f' AND k.convalidated
        UNION ALL
        SELECT pg_catalog.concat_ws(' ', 'time', a.attrelid, a.attnum, a.atttypid)
          FROM tree AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid
               JOIN pg_catalog.pg_type AS y ON y.oid = a.atttypid
         WHERE y.typcategory = 'D' AND a.attnum > 0) AS other (mark)
 WHERE other.mark IS NOT NULL AND EXISTS (SELECT FROM file);

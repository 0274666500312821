-- What would be new about a table, its partitions and its children had it been rewritten or scanned: the files of
-- tables and of indexes, and what has its rows checked. $1 is the schema as written, or empty; $2 the name. Whether a
-- timestamp gets a time zone without being written is the session's TimeZone's to say, so a column of a date's or a
-- time's type counts by its type. Nothing at all where no table has a file. It runs between the statements of a
-- stranger, under that one's search path: every operator is qualified, too.
WITH RECURSIVE tree (oid) AS (
    SELECT c.oid
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
     WHERE c.relname OPERATOR(pg_catalog.=) $2::pg_catalog.text AND CASE
         WHEN $1::pg_catalog.text OPERATOR(pg_catalog.=) '' THEN pg_catalog.pg_table_is_visible(c.oid)
               ELSE n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.text END
    UNION
    SELECT i.inhrelid FROM tree AS t JOIN pg_catalog.pg_inherits AS i ON i.inhparent OPERATOR(pg_catalog.=) t.oid
), file (mark) AS (
    SELECT 'file ' OPERATOR(pg_catalog.||) pg_catalog.pg_relation_filenode(c.oid)
      FROM pg_catalog.pg_class AS c
     WHERE c.oid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT oid FROM tree)) AND c.relkind OPERATOR(pg_catalog.=) 'r'
)
SELECT mark FROM file
UNION ALL
SELECT other.mark
  FROM (SELECT 'file ' OPERATOR(pg_catalog.||) pg_catalog.pg_relation_filenode(i.indexrelid)
          FROM pg_catalog.pg_index AS i WHERE i.indrelid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT oid FROM tree))
        UNION ALL
        SELECT 'check ' OPERATOR(pg_catalog.||) k.oid
          FROM pg_catalog.pg_constraint AS k
         WHERE k.conrelid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT oid FROM tree))
           AND k.contype OPERATOR(pg_catalog.=) 'c' AND k.convalidated
        UNION ALL
        SELECT pg_catalog.concat_ws(' ', 'key', k.conname, k.conrelid, k.conkey, k.confrelid, k.confkey, k.conpfeqop)
          FROM pg_catalog.pg_constraint AS k
               JOIN pg_catalog.pg_class AS r ON r.oid OPERATOR(pg_catalog.=) k.conrelid
         WHERE k.contype OPERATOR(pg_catalog.=) 'f' AND k.convalidated AND r.relkind OPERATOR(pg_catalog.=) 'r'
           AND (k.conrelid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT oid FROM tree))
                OR k.confrelid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT oid FROM tree)))
        UNION ALL
        SELECT pg_catalog.concat_ws(' ', 'time', a.attrelid, a.attnum, a.atttypid)
          FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
         WHERE a.attrelid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT oid FROM tree))
           AND y.typcategory OPERATOR(pg_catalog.=) 'D' AND a.attnum OPERATOR(pg_catalog.>) 0 OFFSET 0) AS other (mark)
 WHERE other.mark IS NOT NULL AND EXISTS (SELECT FROM file);

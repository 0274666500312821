-- The columns of tables that hold a time without a zone or with one: table, column's number, type. It runs between the
-- statements of a stranger: every operator is qualified.
SELECT a.attrelid::pg_catalog.int8, a.attnum::pg_catalog.int8, a.atttypid::pg_catalog.int8
  FROM pg_catalog.pg_attribute AS a
       JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
 WHERE (a.atttypid OPERATOR(pg_catalog.=) 1114::pg_catalog.oid
        OR a.atttypid OPERATOR(pg_catalog.=) 1184::pg_catalog.oid)
   AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND c.relkind OPERATOR(pg_catalog.=) 'r'
   AND a.attrelid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid;

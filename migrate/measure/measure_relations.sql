-- The relations that are there with oids from $1 to $2, and those of $3: oid, schema as an identifier, name, kind,
-- file, tablespace, scans so far, oid of the schema, table of an index. It runs between the statements of a stranger,
-- under that one's search path: every operator is qualified.
SELECT c.oid::pg_catalog.int8, c.relnamespace::pg_catalog.regnamespace::pg_catalog.text, c.relname,
       c.relkind::pg_catalog.text, pg_catalog.pg_relation_filenode(c.oid)::pg_catalog.int8,
       c.reltablespace::pg_catalog.int8, pg_catalog.pg_stat_get_xact_numscans(c.oid),
       c.relnamespace::pg_catalog.int8,
       (SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE i.indexrelid OPERATOR(pg_catalog.=) c.oid)
  FROM pg_catalog.pg_class AS c
 WHERE (c.oid OPERATOR(pg_catalog.>=) $1::pg_catalog.oid AND c.oid OPERATOR(pg_catalog.<=) $2::pg_catalog.oid
        OR c.oid OPERATOR(pg_catalog.=) ANY ($3::pg_catalog.oid[]))
   AND c.relkind OPERATOR(pg_catalog.<>) 't' AND c.relnamespace OPERATOR(pg_catalog.<>) 99::pg_catalog.oid
   AND c.relpersistence OPERATOR(pg_catalog.<>) 't';

-- Every dependency between objects that users made, and what belongs to extensions (manual: pg_depend). What the server does
-- for a foreign key by triggers is the constraint's.
SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype
  FROM pg_catalog.pg_depend
 WHERE (objid >= 16384 AND refobjid >= 16384 AND deptype IN ('n', 'a', 'i', 'P', 'S')
        AND NOT (deptype = 'i' AND classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass)) OR deptype = 'e'

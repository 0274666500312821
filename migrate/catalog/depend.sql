-- Every dependency between objects that users made, and what belongs to extensions (manual: pg_depend). The triggers
-- that the server makes for a foreign key belong to the constraint.
SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype
  FROM pg_catalog.pg_depend
 WHERE (objid >= 16384 AND refobjid >= 16384 AND deptype IN ('n', 'a', 'i', 'P', 'S')
        AND NOT (deptype = 'i' AND classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass)) OR deptype = 'e'

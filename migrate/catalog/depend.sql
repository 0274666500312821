-- Every dependency between objects that users made, and what belongs to extensions (manual: pg_depend).
SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype
  FROM pg_catalog.pg_depend
 WHERE (objid >= 16384 AND refobjid >= 16384 AND deptype IN ('n', 'a', 'i', 'P', 'S')) OR deptype = 'e'

SELECT count(*), bool_and(p.proname = t.typname AND p.pronamespace = 'public'::regnamespace)
  FROM pg_type t JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = t.oid AND d.deptype = 'i'
  JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
 WHERE t.oid >= 16384 AND t.typtype IN ('r', 'm');

-- Manual: CREATE OPERATOR CLASS, pg_amop, pg_amproc. What belongs to a class is created and dropped with it.
SELECT m.classid, m.objid, 0 AS objsubid, d.refclassid AS parent_classid, d.refobjid AS parent_objid,
    0 AS parent_objsubid,
       m.ord, m.entry
  FROM (SELECT 'pg_amop'::regclass::oid AS classid, o.oid AS objid, o.amopfamily AS family, o.amopstrategy::int AS ord,
               format('OPERATOR %s %s', o.amopstrategy, o.amopopr::regoperator)
                   || coalesce(' FOR ORDER BY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname), '') AS entry
          FROM pg_amop o
          LEFT JOIN pg_opfamily f ON f.oid = o.amopsortfamily
          LEFT JOIN pg_namespace n ON n.oid = f.opfnamespace
         WHERE o.oid >= 16384
        UNION ALL
        SELECT 'pg_amproc'::regclass, p.oid, p.amprocfamily, p.amprocnum + 1000,
               format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                   format_type(p.amprocrighttype, NULL),
                      p.amproc::oid::regprocedure)
          FROM pg_amproc p
         WHERE p.oid >= 16384) m
  JOIN pg_depend d ON d.classid = m.classid AND d.objid = m.objid AND d.refclassid = 'pg_opclass'::regclass

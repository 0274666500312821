-- Manual: ALTER OPERATOR FAMILY, pg_amop, pg_amproc. What belongs to a family and to none of its classes. Those of
-- the server's own families have no parent.
SELECT m.classid, m.objid, 0 AS objsubid, d.refclassid AS parent_classid, d.refobjid AS parent_objid,
    0 AS parent_objsubid,
       (SELECT quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING ' || quote_ident(a.amname)
          FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
              WHERE f.oid = m.family) AS family,
       m.ord, m.slot, m.entry
  FROM (SELECT 'pg_amop'::regclass::oid AS classid, o.oid AS objid, o.amopfamily AS family, o.amopstrategy::int AS ord,
               format('OPERATOR %s (%s, %s)', o.amopstrategy, format_type(o.amoplefttype, NULL),
                   format_type(o.amoprighttype, NULL)) AS slot,
               format('OPERATOR %s %s', o.amopstrategy, o.amopopr::regoperator)
                   || coalesce(' FOR ORDER BY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname), '') AS entry
          FROM pg_amop o
          LEFT JOIN pg_opfamily f ON f.oid = o.amopsortfamily
          LEFT JOIN pg_namespace n ON n.oid = f.opfnamespace
         WHERE o.oid >= 16384
        UNION ALL
        SELECT 'pg_amproc'::regclass, p.oid, p.amprocfamily, p.amprocnum + 1000,
               format('FUNCTION %s (%s, %s)', p.amprocnum, format_type(p.amproclefttype, NULL),
                   format_type(p.amprocrighttype, NULL)),
               format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                   format_type(p.amprocrighttype, NULL),
                      p.amproc::oid::regprocedure)
          FROM pg_amproc p
         WHERE p.oid >= 16384) m
  LEFT JOIN pg_depend d ON d.classid = m.classid AND d.objid = m.objid AND d.refclassid = 'pg_opfamily'::regclass
      AND d.refobjid = m.family AND d.deptype <> 'n'
 WHERE d.refobjid IS NOT NULL OR m.family < 16384 AND NOT EXISTS (
       SELECT FROM pg_depend c WHERE c.classid = m.classid AND c.objid = m.objid
           AND c.refclassid = 'pg_opclass'::regclass AND c.deptype = 'i')

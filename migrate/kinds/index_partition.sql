-- Manual: pg_inherits, ALTER INDEX (ATTACH PARTITION). The parent object is the constraint where one owns the index.
SELECT coalesce(k.classid, 'pg_class'::regclass::oid) AS parent_classid, coalesce(k.oid, h.inhrelid) AS parent_objid,
    0 AS parent_objsubid,
       h.inhparent::regclass::text AS of, h.inhrelid::regclass::text AS part,
       coalesce('pg_constraint'::regclass::oid || ' ' || p.oid || ' 0',
           'pg_class'::regclass::oid || ' ' || h.inhparent || ' 0') AS depends
  FROM pg_inherits h
  JOIN pg_class i ON i.oid = h.inhrelid AND i.relkind IN ('i', 'I')
  LEFT JOIN LATERAL (SELECT 'pg_constraint'::regclass::oid AS classid, refobjid AS oid FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = h.inhrelid
                          AND d.refclassid = 'pg_constraint'::regclass
                        AND d.deptype = 'i') k ON true
  LEFT JOIN LATERAL (SELECT refobjid AS oid FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = h.inhparent
                          AND d.refclassid = 'pg_constraint'::regclass
                        AND d.deptype = 'i') p ON true

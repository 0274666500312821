-- One row about the database $1: whether it is there, and whether who asks may put another in its place. $1 may be
-- the name of none.
SELECT d.oid IS NOT NULL AS exists,
       (r.rolsuper OR r.rolcreatedb AND (d.oid IS NULL OR pg_catalog.pg_has_role(r.oid, d.datdba, 'MEMBER')))
           AS may_create,
       (SELECT pg_catalog.min(s.slot_name::text COLLATE "C") FROM pg_catalog.pg_replication_slots AS s
         WHERE s.database = $1::text) AS slot
  FROM pg_catalog.pg_roles AS r
  LEFT JOIN pg_catalog.pg_database AS d ON d.datname = $1::text
 WHERE r.rolname = current_user;

-- Whether the database is as CREATE DATABASE made it.
SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid >= 16384 AND relnamespace::pg_catalog.regnamespace::text
                   !~ '^pg_(toast|temp)')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_type WHERE oid >= 16384)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_namespace
                    WHERE oid >= 16384 AND nspname !~ '^pg_(toast|temp)' AND nspname <> 'public')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE oid >= 16384)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata);

-- The witness, before a statement; see after.sql.
CREATE TEMP TABLE before ON COMMIT DROP AS
    SELECT c.oid, c.relname AS name, c.relkind AS kind, pg_relation_filenode(c.oid) AS file,
           COALESCE(pg_stat_get_xact_tuples_returned(c.oid), 0) AS read,
           COALESCE(pg_stat_get_xact_tuples_updated(c.oid), 0)
           + COALESCE(pg_stat_get_xact_tuples_deleted(c.oid), 0) AS changed
      FROM pg_class AS c WHERE c.relnamespace = 'x'::regnamespace;

-- What a database has, a line of text for each thing, by the server's own functions: where pg_dump is older than the
-- server. The order of a table's columns counts for nothing, what the program keeps for itself is left out, and so is
-- whether a partition's constraint was there before its parent's, of which pg_dump prints nothing either (conislocal,
-- connoinherit).
SET search_path = pg_catalog, pg_temp;
WITH rel AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS id
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'migrate') AND n.nspname NOT LIKE 'pg\_%'
), facts (fact) AS (
    SELECT concat_ws(' ', 'relation', id, relkind, relpersistence, relreplident, relrowsecurity, relforcerowsecurity,
               pg_get_userbyid(relowner), (SELECT amname FROM pg_am WHERE oid = relam),
               (SELECT spcname FROM pg_tablespace WHERE oid = reltablespace), reloptions::text, relacl::text,
               pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid),
               CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END, obj_description(oid, 'pg_class'))
      FROM rel
    UNION ALL
    SELECT concat_ws(' ', 'column', rel.id, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               a.attidentity, a.attgenerated, a.attstorage, a.attcompression, a.attstattarget,
               a.attcollation::regcollation, a.attislocal, a.attinhcount, a.attacl::text,
               a.attoptions::text, pg_get_expr(d.adbin, d.adrelid),
               col_description(a.attrelid, a.attnum))
      FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE rel.relkind NOT IN ('i', 'I')
    UNION ALL
    SELECT concat_ws(' ', 'constraint', coalesce(rel.id, k.contypid::regtype::text), k.conname, k.contype,
               pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred,
               CASE WHEN k.conparentid = 0 THEN concat(k.connoinherit, k.conislocal) END, k.coninhcount, p.conname,
               obj_description(k.oid, 'pg_constraint'))
      FROM pg_constraint k LEFT JOIN rel ON rel.oid = k.conrelid LEFT JOIN pg_constraint p ON p.oid = k.conparentid
     WHERE rel.oid IS NOT NULL OR (k.contypid <> 0 AND k.oid >= 16384 AND k.connamespace <>
           coalesce((SELECT oid FROM pg_namespace WHERE nspname = 'migrate'), 0))
    UNION ALL
    SELECT concat_ws(' ', 'index', pg_get_indexdef(rel.oid), indisvalid, indisready, indisprimary, indisclustered,
               indisreplident, indimmediate)
      FROM rel JOIN pg_index i ON i.indexrelid = rel.oid
    UNION ALL
    SELECT concat_ws(' ', 'child', rel.id, i.inhparent::regclass, i.inhdetachpending)
      FROM rel JOIN pg_inherits i ON i.inhrelid = rel.oid
    UNION ALL
    SELECT concat_ws(' ', 'sequence', rel.id, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin,
               s.seqcache, s.seqcycle)
      FROM rel JOIN pg_sequence s ON s.seqrelid = rel.oid
    UNION ALL
    SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled)
      FROM rel JOIN pg_trigger t ON t.tgrelid = rel.oid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(s.oid))
      FROM rel JOIN pg_statistic_ext s ON s.stxrelid = rel.oid
    UNION ALL
    SELECT concat_ws(' ', 'policy', rel.id, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[]::text,
               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      FROM rel JOIN pg_policy p ON p.polrelid = rel.oid
    UNION ALL
    SELECT concat_ws(' ', 'label', e.enumtypid::regtype, row_number() OVER (PARTITION BY e.enumtypid
               ORDER BY e.enumsortorder), e.enumlabel)
      FROM pg_enum e
    UNION ALL
    SELECT concat_ws(' ', 'domain', t.oid::regtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault)
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE t.typtype = 'd' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'migrate')
    UNION ALL
    SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), p.proacl::text)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prokind IN ('f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'migrate')
       AND p.oid >= 16384
)
SELECT replace(fact, E'\n', ' ') FROM facts ORDER BY 1;

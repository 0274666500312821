-- Every object that users made, by catalog: what the completeness gate counts against what the kinds claim. Large
-- objects are data. A generated column's expression and a NOT NULL are the column's.
WITH hidden AS (
    SELECT oid FROM pg_catalog.pg_namespace
     WHERE nspname IN ('pg_toast', 'information_schema') OR nspname LIKE 'pg\_temp\_%'
         OR nspname LIKE 'pg\_toast\_temp\_%'
        OR nspname = 'pg_migrate')
SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid AS classid, oid AS objid FROM pg_catalog.pg_class
    WHERE oid >= 16384 AND relnamespace NOT IN (SELECT oid FROM hidden) AND relkind NOT IN ('t')
UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid FROM pg_catalog.pg_type
    WHERE oid >= 16384 AND typnamespace NOT IN (SELECT oid FROM hidden) AND typrelid = 0
    AND typsubscript <> 'pg_catalog.array_subscript_handler'::pg_catalog.regproc --@ 140000
UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid FROM pg_catalog.pg_proc
    WHERE oid >= 16384 AND pronamespace NOT IN (SELECT oid FROM hidden)
UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid FROM pg_catalog.pg_operator
    WHERE oid >= 16384 AND oprcode <> 0
UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid FROM pg_catalog.pg_opclass WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid FROM pg_catalog.pg_opfamily WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass, oid FROM pg_catalog.pg_amop WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, oid FROM pg_catalog.pg_amproc WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, oid FROM pg_catalog.pg_am WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, oid FROM pg_catalog.pg_cast WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid FROM pg_catalog.pg_collation WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid FROM pg_catalog.pg_conversion WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid FROM pg_catalog.pg_constraint WHERE oid >= 16384
    AND contype <> 'n' AND connamespace NOT IN (SELECT oid FROM hidden) AND (conislocal OR coninhcount = 0)
UNION ALL SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, d.oid FROM pg_catalog.pg_attrdef d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE d.oid >= 16384 AND a.attgenerated = ''
UNION ALL SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid FROM pg_catalog.pg_trigger
    WHERE oid >= 16384 AND NOT tgisinternal
UNION ALL SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, oid FROM pg_catalog.pg_rewrite WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, oid FROM pg_catalog.pg_policy WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid FROM pg_catalog.pg_language WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid FROM pg_catalog.pg_namespace
    WHERE oid >= 16384 AND oid NOT IN (SELECT oid FROM hidden)
UNION ALL SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, oid FROM pg_catalog.pg_extension WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_config WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_template WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid
    FROM pg_catalog.pg_foreign_data_wrapper WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid FROM pg_catalog.pg_foreign_server
    WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, umid FROM pg_catalog.pg_user_mappings
    WHERE umid >= 16384
UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid FROM pg_catalog.pg_event_trigger
    WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid FROM pg_catalog.pg_publication WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, oid FROM pg_catalog.pg_publication_rel
    WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_publication_namespace'::pg_catalog.regclass, oid --@ 150000
    FROM pg_catalog.pg_publication_namespace WHERE oid >= 16384 --@ 150000
UNION ALL SELECT 'pg_catalog.pg_subscription'::pg_catalog.regclass, s.oid FROM pg_catalog.pg_subscription s --@ 140000
    JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = pg_catalog.current_database() --@ 140000
UNION ALL SELECT 'pg_catalog.pg_transform'::pg_catalog.regclass, oid FROM pg_catalog.pg_transform WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid FROM pg_catalog.pg_statistic_ext
    WHERE oid >= 16384
UNION ALL SELECT 'pg_catalog.pg_default_acl'::pg_catalog.regclass, oid FROM pg_catalog.pg_default_acl WHERE oid >= 16384

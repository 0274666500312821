-- What a private server's template1 holds beside PostgreSQL's own: the roles, and the way to extensions for a role
-- that may not create them. Run once, in a single-user session that may change system tables; a command ends at a
-- semicolon and an empty line.

CREATE ROLE migrate_owner NOLOGIN;

CREATE ROLE migrate_scratch LOGIN;

-- The databases are owned by a separate role. Roles that the user's SQL names become members of it and
-- migrate_scratch a member of them, so that ALTER ... OWNER TO finds a new owner that may create in schema public,
-- without a circle of memberships.
GRANT migrate_owner TO migrate_scratch;

REVOKE ALL ON DATABASE template1 FROM PUBLIC;

-- A name that begins with pg_ keeps the helpers out of what counts as the user's objects.
CREATE SCHEMA pg_migrate;

GRANT USAGE ON SCHEMA pg_migrate TO PUBLIC;

CREATE FUNCTION pg_migrate.debian_package(extension text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT CASE
        WHEN extension IN ('adminpack', 'amcheck', 'autoinc', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube',
            'dblink', 'dict_int',
            'dict_xsyn', 'earthdistance', 'file_fdw', 'fuzzystrmatch', 'hstore', 'insert_username', 'intagg',
                'intarray', 'isn', 'lo',
            'ltree', 'moddatetime', 'old_snapshot', 'pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_prewarm',
            'pg_stat_statements', 'pg_surgery', 'pg_trgm', 'pg_visibility', 'pg_walinspect', 'pgcrypto', 'pgrowlocks',
                'pgstattuple',
            'postgres_fdw', 'refint', 'seg', 'sslinfo', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time',
                'unaccent',
            'uuid-ossp', 'xml2') THEN 'postgresql-contrib'
        WHEN extension ~ '_?(plpython3?u?|plpython)$' THEN 'postgresql-plpython3-' || major
        WHEN extension ~ '_?plperlu?$' THEN 'postgresql-plperl-' || major
        WHEN extension ~ '^pltclu?$' THEN 'postgresql-pltcl-' || major
        WHEN extension ~ '^(postgis|address_standardizer)' THEN 'postgresql-' || major || '-postgis-3'
        WHEN extension IN ('vector', 'http', 'pgtap') THEN 'postgresql-' || major || '-' || CASE extension
            WHEN 'vector' THEN 'pgvector' ELSE extension END
        WHEN extension IN ('pg_cron', 'pg_partman', 'pg_repack', 'pg_squeeze') THEN
            'postgresql-' || major || '-' || CASE extension WHEN 'pg_repack' THEN 'repack' ELSE substr(extension, 4) END
        ELSE 'postgresql-' || major || '-' || translate(lower(extension), '_', '-')
    END
    FROM (SELECT current_setting('server_version_num')::int / 10000 AS major) AS server
$function$;

-- The extensions that may be created, NULL for all: what the file beside the server's configuration says. Its place
-- is a setting that no session can change. No extension's name begins with a hyphen: the line '-trusted' stands for
-- all that PostgreSQL lets everybody create, and behind '-where ' is the place where another can be named.
CREATE FUNCTION pg_migrate.allowed_extensions() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT string_to_array(pg_read_file(regexp_replace(current_setting('config_file'), '[^/]*$', 'extensions'), 0,
        1000000, true), E'\n')
$function$;

CREATE FUNCTION pg_migrate.is_allowed(extension text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
    -- By way of jsonb, because older servers trust none and have no such column.
    SELECT allowed IS NULL OR extension = ANY (allowed) OR '-trusted' = ANY (allowed) AND coalesce((
        SELECT bool_and(coalesce((to_jsonb(available) ->> 'trusted')::boolean, false))
        FROM pg_available_extension_versions AS available WHERE available.name = extension), false)
    FROM pg_migrate.allowed_extensions() AS allowed
$function$;

-- Trusted extensions could be created by everybody, in a DO block for instance, and their scripts run as superuser.
-- Superusers are the tool itself and, where SQL is trusted that far, who runs it.
CREATE FUNCTION pg_migrate.guard_extensions() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        AND pg_migrate.allowed_extensions() IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = '42501',
            MESSAGE = 'where scratch.extensions is set, CREATE EXTENSION has to be a separate statement, '
                'not inside DO or a function';
    END IF;
END
$function$;

CREATE EVENT TRIGGER pg_migrate_extensions ON ddl_command_start
    WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION pg_migrate.guard_extensions();

-- A number below those of users' objects means one of the server's own.
DELETE FROM pg_depend WHERE classid = 'pg_event_trigger'::regclass
    AND objid = (SELECT oid FROM pg_event_trigger WHERE evtname = 'pg_migrate_extensions');

UPDATE pg_event_trigger SET oid = 9999 WHERE evtname = 'pg_migrate_extensions';

CREATE FUNCTION pg_migrate.create_extension(extension text, in_schema text, to_version text, unless_exists boolean,
    with_required boolean, caller_schema text, caller name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    before oid[] := ARRAY(SELECT oid FROM pg_extension);
    target text := in_schema;
    own record;
    reason text;
    code text;
    more text;
    refused text;
BEGIN
    IF pg_migrate.allowed_extensions() IS NOT NULL THEN
        WITH RECURSIVE needed AS (
            SELECT extension AS name
            UNION
            SELECT r.name::text FROM needed, pg_available_extension_versions AS available,
                unnest(available.requires) AS r (name)
            WHERE with_required AND available.name = needed.name AND r.name NOT IN (SELECT extname FROM pg_extension))
        SELECT min(needed.name) INTO refused FROM needed WHERE NOT pg_migrate.is_allowed(needed.name);
        IF refused IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = '42501',
                MESSAGE = format('extension "%s" may not be created: it is not named in scratch.extensions', refused),
                HINT = format('Add it to "extensions" in the section [scratch] of %s.',
                    coalesce((SELECT substr(line, length('-where ') + 1)
                    FROM unnest(pg_migrate.allowed_extensions()) AS line WHERE line LIKE '-where %' LIMIT 1),
                        'migrate.ini'));
        END IF;
    END IF;
    -- Without SCHEMA the control file decides, and else the search path of the caller, which this function does not
    -- have.
    IF target IS NULL AND NOT EXISTS (SELECT FROM pg_available_extension_versions AS available
        WHERE available.name = extension AND available.schema IS NOT NULL) THEN
        target := caller_schema;
        IF target IS NULL AND NOT EXISTS (SELECT FROM pg_extension AS present WHERE present.extname = extension)
            AND EXISTS (SELECT FROM pg_available_extensions AS available WHERE available.name = extension) THEN
            RAISE EXCEPTION USING ERRCODE = '3F000', MESSAGE = 'no schema has been selected to create in';
        END IF;
    END IF;
    BEGIN
        EXECUTE 'CREATE EXTENSION ' || CASE WHEN unless_exists THEN 'IF NOT EXISTS '
            ELSE '' END || quote_ident(extension)
            || coalesce(' SCHEMA ' || quote_ident(target), '') || coalesce(' VERSION ' || quote_literal(to_version), '')
            || CASE WHEN with_required THEN ' CASCADE' ELSE '' END;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS reason = MESSAGE_TEXT, code = RETURNED_SQLSTATE, more = PG_EXCEPTION_DETAIL;
        IF EXISTS (SELECT FROM pg_available_extensions AS available WHERE available.name = extension) THEN
            RAISE;
        END IF;
        RAISE EXCEPTION USING ERRCODE = code, MESSAGE = reason, DETAIL = more, HINT = format(
            'The scratch server has no extension "%s". '
            'Install it on this machine (Debian, Ubuntu: apt-get install %s).',
            extension, pg_migrate.debian_package(extension));
    END;
    -- Pinned roles have no rows in pg_shdepend; the new owner needs one, or it could be dropped.
    FOR own IN SELECT e.oid AS extension_oid, e.extnamespace, owner.oid AS owner_oid, owner.rolname
        FROM pg_extension AS e, pg_roles AS owner
        WHERE e.oid <> ALL (before) AND owner.rolname = caller AND owner.rolname <> current_user
    LOOP
        UPDATE pg_extension SET extowner = own.owner_oid WHERE oid = own.extension_oid;
        INSERT INTO pg_shdepend (dbid, classid, objid, objsubid, refclassid, refobjid, deptype)
            SELECT oid, 'pg_extension'::regclass, own.extension_oid, 0, 'pg_authid'::regclass, own.owner_oid, 'o'
            FROM pg_database WHERE datname = current_database();
        -- A schema that the control file asked for was made by this function's owner.
        IF EXISTS (SELECT FROM pg_namespace WHERE oid = own.extnamespace AND oid >= 16384
            AND nspowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)) THEN
            EXECUTE format('ALTER SCHEMA %s OWNER TO %I', own.extnamespace::regnamespace, own.rolname);
        END IF;
    END LOOP;
END
$function$;

-- Dumps comment on this extension, which takes an owner.
UPDATE pg_extension SET extowner = 'migrate_owner'::regrole WHERE extname = 'plpgsql';

INSERT INTO pg_shdepend (dbid, classid, objid, objsubid, refclassid, refobjid, deptype)
    SELECT d.oid, 'pg_extension'::regclass, e.oid, 0, 'pg_authid'::regclass, e.extowner, 'o'
    FROM pg_database AS d, pg_extension AS e WHERE d.datname = current_database() AND e.extname = 'plpgsql';

-- Nothing reads these two, and every run would copy them.
UPDATE pg_database SET datistemplate = false WHERE datname = 'template0';

DROP DATABASE template0;

DROP DATABASE postgres;


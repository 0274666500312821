#!/usr/bin/env bash
# What a hosting service brings into a database is there on scratch, and nobody's difference.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A project on a platform of its own, whose history refers to it.
hosted() {
    mkdir -p ci schema migrations/20260101000000_one
    cat >ci/platform.sql <<SQL
CREATE ROLE app$number;
CREATE ROLE cloud_admin NOLOGIN;
CREATE ROLE anon NOLOGIN;
CREATE ROLE api LOGIN SUPERUSER;
CREATE SCHEMA auth AUTHORIZATION cloud_admin;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE EXTENSION file_fdw SCHEMA auth;
GRANT USAGE ON SCHEMA auth TO anon, app$number;
GRANT REFERENCES, TRIGGER ON auth.users TO app$number;
SQL
    tee schema/schema.sql >migrations/20260101000000_one/migration.sql <<'SQL'
CREATE TABLE profile (id uuid DEFAULT auth.uid() REFERENCES auth.users);
GRANT SELECT ON profile TO anon;
CREATE FUNCTION noticed() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$;
CREATE TRIGGER on_user AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION noticed();
SQL
    printf '[scratch]\ninit = ci/platform.sql\n' >migrate.ini
}

# A database on the platform as it is in reality: by other hands, and in another edition. $1: more SQL.
platform() {
    DATABASE_URL=$(server_database "hosted$number" "app$number")
    ADMIN_URL=${SERVER_URL/@\/postgres/@/hosted$number}
    export DATABASE_URL
    psql -X -q -v ON_ERROR_STOP=1 "$ADMIN_URL" >/dev/null <<SQL
SET client_min_messages = error;
SELECT format('CREATE ROLE %I', name) FROM unnest('{cloud_admin,anon,other}'::text[]) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
CREATE SCHEMA auth AUTHORIZATION cloud_admin;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
ALTER TABLE auth.users OWNER TO cloud_admin;
COMMENT ON TABLE auth.users IS 'theirs';
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS \$\$SELECT current_setting('jwt')::uuid\$\$;
GRANT USAGE ON SCHEMA auth TO app$number, anon;
GRANT REFERENCES, TRIGGER ON auth.users TO app$number;
$1
SQL
}

by_admin() { psql -X -q -v ON_ERROR_STOP=1 "$ADMIN_URL" "$@"; }

test_both_sides_begin_with_it() {
    hosted
    migrate check
    expect_ok
    migrate diff --from empty
    expect_ok
    expect_out 'REFERENCES auth.users(id)'
    expect_no_out 'CREATE SCHEMA'
    expect_no_out 'CREATE FUNCTION auth.'
    sed -i /init/d migrate.ini
    migrate check
    expect_status 1
    expect_out 'schema "auth" does not exist'
    expect_out 'fix: create it first; where a hosting service brings it along'
}

# Row security on tables of the platform is nothing that the schema says.
test_a_schema_in_prismas_language_leaves_row_security_alone() {
    mkdir -p prisma migrations/20260101000000_one
    printf 'datasource db {\n  provider = "postgresql"\n}\nmodel profile {\n  id Int @id\n}\n' >prisma/schema.prisma
    cat >migrations/20260101000000_one/migration.sql <<'SQL'
CREATE TABLE profile (id integer PRIMARY KEY);
ALTER TABLE profile ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON profile TO authenticated USING (auth.uid() IS NOT NULL);
SQL
    printf '[project]\nschema = prisma/schema.prisma\n[scratch]\npreset = supabase\n' >migrate.ini
    migrate diff
    expect_status 0
    expect_no_out
    mkdir sql
    printf 'CREATE TABLE told (id integer);\nALTER TABLE told ENABLE ROW LEVEL SECURITY;\n' |
        tee sql/told.sql >>migrations/20260101000000_one/migration.sql
    sed -i 's,schema = .*,&\, sql,' migrate.ini
    migrate diff
    expect_status 0
    expect_out 'DISABLE ROW LEVEL SECURITY'
    expect_no_out 'told'
}

test_what_the_schema_adds_to_it_or_changes_in_it_is_compared() {
    hosted
    cat >>schema/schema.sql <<'SQL'
ALTER TABLE auth.users ADD COLUMN phone text, ALTER COLUMN email SET NOT NULL;
CREATE TABLE auth.codes (id int);
DROP FUNCTION auth.uid() CASCADE;
CREATE POLICY own ON auth.users TO anon USING (true);
SQL
    migrate diff
    expect_ok
    for part in 'ADD COLUMN phone text' 'ALTER COLUMN email SET NOT NULL' 'CREATE TABLE auth.codes' \
        'DROP FUNCTION auth.uid()' \
        'CREATE POLICY own ON auth.users TO anon'; do expect_out "$part"; done
}

test_drift_leaves_out_what_the_platform_has() {
    hosted
    platform
    migrate apply
    expect_ok
    sed -i 's/ci.platform.sql/&, ci\/more.sql/' migrate.ini
    echo 'GRANT SELECT ON auth.users TO anon; CREATE TABLE auth.not_here (id int);' >ci/more.sql
    migrate drift
    expect_ok
    by_admin -c 'GRANT UPDATE ON auth.users TO other'
    migrate drift
    expect_status 1
    expect_out 'privilege on table auth.users other UPDATE'
    expect_out ', 1 error'
    echo "-- migrate: managed privilege ^table auth[.]users other " >>ci/more.sql
    migrate drift --verbose
    expect_status 0
    expect_err 'left out as the platform'
    migrate diff --from migrations --to "$DATABASE_URL"
    expect_ok
    expect_no_out
    migrate diff --from "$DATABASE_URL" --to migrations
    expect_ok
    expect_no_out
}

test_drift_names_what_was_done_to_the_platform() {
    hosted
    platform
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    by_admin -c 'DROP TRIGGER on_user ON auth.users' -c 'CREATE TABLE auth.by_hand (id int)' -c \
        'ALTER TABLE auth.users ADD COLUMN extra int'
    migrate drift
    expect_status 1
    expect_out 'trigger on_user on auth.users is in the history, but not in the database'
    expect_out 'table auth.by_hand is in the database, but not in the history'
    expect_out 'column auth.users.extra is in the database, but not in the history'
    echo '-- migrate: managed schema ^auth$' >>ci/platform.sql
    migrate drift
    expect_status 1
    expect_no_out by_hand
    expect_no_out extra
    expect_out 'trigger on_user on auth.users is in the history, but not in the database'
    expect_out 'CREATE TRIGGER on_user'
}

test_what_the_history_changed_in_it_is_compared_in_a_database() {
    hosted
    platform
    echo 'ALTER TABLE auth.users ALTER COLUMN email SET NOT NULL;' >>migrations/20260101000000_one/migration.sql
    by_admin -c "GRANT cloud_admin TO app$number"
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    by_admin -c 'ALTER TABLE auth.users ALTER COLUMN email DROP NOT NULL, ALTER COLUMN email SET DEFAULT 7'
    migrate drift
    expect_status 1
    expect_out 'column auth.users.email differs between the history and the database'
}

test_the_schema_of_a_live_database_is_without_it() {
    hosted
    platform
    migrate apply
    expect_ok
    rm -rf schema migrations
    migrate init --from "$DATABASE_URL"
    expect_status 0
    grep -rq 'CREATE TRIGGER on_user' schema || fail 'no trigger'
    ! grep -rqE 'CREATE (SCHEMA|TABLE) auth' schema || fail 'the platform'
    migrate check
    expect_status 0
}

test_a_given_server_keeps_nothing_of_it() {
    hosted
    before=$(psql -X -A -t "$SERVER_URL" -c \
        'SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1')
    migrate check --scratch "$SERVER_URL"
    expect_ok
    [ "$before" = "$(psql -X -A -t "$SERVER_URL" \
        -c 'SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1')" ] ||
        fail 'something is left'
}

test_the_roles_that_it_brings_are_nobodys_way_to_more_rights() {
    hosted
    for sql in "SET ROLE api; CREATE ROLE more SUPERUSER; SET ROLE more; COPY profile FROM PROGRAM 'id';" \
        "SET ROLE migrate_platform; CREATE ROLE more SUPERUSER; SET ROLE more; COPY profile FROM PROGRAM 'id';" \
        "SET ROLE api; COPY profile FROM PROGRAM 'id';" 'SET ROLE migrate_boot;'; do
        mkdir -p migrations/20260102000000_two
        echo "$sql" >migrations/20260102000000_two/migration.sql
        cp -r ci/platform.sql ci/platform.kept
        echo 'GRANT pg_execute_server_program, pg_read_server_files TO api;' >>ci/platform.sql
        migrate check --no-rename
        expect_status 1
        expect_out 42501
        mv ci/platform.kept ci/platform.sql
    done
}

test_a_mistake_in_it_has_its_place() {
    hosted
    printf 'SELECT 1;\nSELECT nonsense;\n' >ci/platform.sql
    migrate check
    expect_status 2
    expect_err 'ci/platform.sql:2:8: column "nonsense" does not exist'
    echo '-- migrate: managed schem ^auth$' >ci/platform.sql
    migrate check
    expect_status 2
    expect_err 'ci/platform.sql:1:1: expected "-- migrate: managed KIND PATTERN"'
    echo '-- migrate: managed schema (' >ci/platform.sql
    migrate check
    expect_status 2
    expect_err 'ci/platform.sql:1:1: '
    rm ci/platform.sql
    migrate check
    expect_status 2
    expect_err 'ci/platform.sql'
    printf '[scratch]\npreset = suprabase\n' >migrate.ini
    migrate check
    expect_status 2
    expect_err 'has to be one of: hasura, heroku, neon, rds, supabase'
}

test_a_verdict_does_not_outlive_it() {
    hosted
    migrate check
    expect_ok
    sed -i 's/uid()/uid2()/' ci/platform.sql
    migrate check
    expect_status 1
    expect_out 'auth.uid() does not exist'
}

test_each_preset_runs() {
    mkdir schema migrations
    echo 'CREATE TABLE t (id int);' >schema/schema.sql
    for preset in "$TOP"/migrate/source/presets/*.sql; do
        preset=$(basename "$preset" .sql)
        printf '[scratch]\npreset = %s\n' "$preset" >migrate.ini
        migrate diff --from empty
        expect_ok
        echo 'CREATE TABLE public.t (
    id integer
);' | cmp - "$OUT" || fail "more than the table for $preset"
    done
}

run_tests

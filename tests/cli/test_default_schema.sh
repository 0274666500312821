#!/usr/bin/env bash
# Where unqualified names belong: on scratch, in apply and in drift alike.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A history that names no schema, and a database for it, with the schema `app` of somebody else's.
unqualified() {
    mkdir -p schema migrations/20260101000000_one migrations/20260102000000_two
    echo 'CREATE TABLE t (id int PRIMARY KEY);' >migrations/20260101000000_one/migration.sql
    printf -- '-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY t_twice ON t ((id * 2));\n' \
        >migrations/20260102000000_two/migration.sql
    printf 'CREATE TABLE t (id int PRIMARY KEY);\nCREATE INDEX t_twice ON t ((id * 2));\n' >schema/schema.sql
    [ $# -eq 0 ] || printf '[project]\ndefault_schema = %s\n' "$1" >migrate.ini
    DATABASE_URL=$(server_database "unqualified$number" "app$number")
    ADMIN_URL=${SERVER_URL/@\/postgres/@/unqualified$number}
    export DATABASE_URL
    by_admin -c 'CREATE SCHEMA app' -c "GRANT ALL ON SCHEMA app TO app$number" \
        -c "GRANT CREATE ON DATABASE unqualified$number TO app$number"
}

by_admin() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$ADMIN_URL" "$@"; }

# Applied to `app`, which is where the table is, and in sync.
expect_there() {
    migrate check
    expect_ok
    migrate apply
    expect_status 0
    [ "$(by_admin -c "SELECT relnamespace::regnamespace FROM pg_class WHERE relname = 't'")" = app ] || fail 'elsewhere'
    migrate drift
    expect_status 0
    by_admin -c 'CREATE TABLE app.by_hand (id int)' -c 'CREATE TABLE public.by_hand (id int)'
    migrate drift
    expect_status 1
    expect_out 'table app.by_hand is in the database'
    expect_out 'table public.by_hand is in the database'
    expect_no_out 'app.t '
    expect_no_out 'schema app'
    migrate diff --from migrations --to "$DATABASE_URL"
    expect_status 0
    expect_out 'CREATE TABLE app.by_hand'
    expect_no_out 'TABLE app.t'
}

test_the_parameter_of_prisma() {
    unqualified
    DATABASE_URL="$DATABASE_URL&schema=app"
    expect_there
}

test_the_parameter_search_path() {
    unqualified
    DATABASE_URL="$DATABASE_URL&search_path=app%2Cpublic"
    expect_there
}

test_options_of_the_connection() {
    unqualified
    DATABASE_URL="$DATABASE_URL&options=-c%20statement_timeout%3D0%20-csearch_path%3Dapp"
    expect_there
}

test_the_setting_of_the_role() {
    unqualified
    by_admin -c "ALTER ROLE app$number SET search_path = app, public"
    expect_there
    expect_no_out 'default-schema'
    migrate drift
    expect_out 'note: unqualified names belong to app, public here,' \
        'as the search_path of the role or the database says; elsewhere to public'
    expect_out "say 'default_schema = app, public' under [project]"
    printf '[project]\ndefault_schema = app, public\n' >migrate.ini
    migrate drift
    expect_no_out default-schema
}

test_the_setting_of_the_database() {
    unqualified
    by_admin -c "ALTER DATABASE unqualified$number SET search_path = app"
    migrate apply
    expect_status 0
    expect_err 'unqualified names belong to app here'
    expect_there
}

test_the_key_of_the_project() {
    unqualified app
    expect_there
    migrate create something
    expect_status 0
    echo 'CREATE TABLE u (id int REFERENCES t);' >>schema/schema.sql
    migrate create more
    expect_status 0
    grep -q 'CREATE TABLE app.u' migrations/*_more/migration.sql || fail 'not in app'
}

test_the_address_counts_before_the_key_and_that_before_the_role() {
    unqualified elsewhere
    by_admin -c "ALTER ROLE app$number SET search_path = nowhere"
    DATABASE_URL="$DATABASE_URL&schema=app"
    expect_there
    printf '[project]\ndefault_schema = app\n' >migrate.ini
    DATABASE_URL=${DATABASE_URL%&schema=app}
    migrate drift
    expect_status 1
    expect_no_out 'app.t '
}

test_a_name_that_has_to_be_quoted() {
    unqualified
    DATABASE_URL="$DATABASE_URL&schema=My%20%22App%22"
    by_admin -c 'DROP SCHEMA app' -c 'CREATE SCHEMA "My ""App"""' -c \
        "GRANT ALL ON SCHEMA \"My \"\"App\"\"\" TO app$number"
    migrate apply
    expect_ok
    [ "$(by_admin -c "SELECT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 't'")" \
        = 'My "App"' ]
    migrate drift
    expect_ok
}

test_a_schema_that_the_history_creates_is_its_own() {
    unqualified own
    by_admin -c 'DROP SCHEMA app'
    echo 'CREATE SCHEMA own; CREATE TABLE t (id int PRIMARY KEY);' >migrations/20260101000000_one/migration.sql
    sed -i '1s/^/CREATE SCHEMA own; /' schema/schema.sql
    migrate check
    expect_ok
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    by_admin -c 'GRANT USAGE ON SCHEMA own TO PUBLIC'
    migrate drift
    expect_status 1
}

test_a_schema_that_is_not_there_is_an_error() {
    unqualified missing
    migrate apply
    expect_status 1
    expect_err 'no schema has been selected to create in'
    expect_err "'migrate help default-schema'"
    [ -z "$(by_admin -c "SELECT 1 FROM pg_class WHERE relname = 't'")" ]
}

test_a_rename_is_found_there() {
    unqualified app
    cat >schema/schema.sql <<'SQL'
-- migrate: renamed from t
CREATE TABLE renamed (id int CONSTRAINT t_pkey PRIMARY KEY);
CREATE INDEX t_twice ON renamed ((id * 2));
SQL
    migrate create rename
    expect_status 0
    grep -q 'ALTER TABLE app.t RENAME TO renamed' migrations/*_rename/migration.sql || fail 'no rename'
    cat >schema/schema.sql <<'SQL'
CREATE TABLE renamed (
    -- migrate: renamed from id
    number int CONSTRAINT t_pkey PRIMARY KEY
);
CREATE INDEX t_twice ON renamed ((number * 2));
SQL
    migrate create column
    expect_status 0
    grep -q 'RENAME COLUMN id TO number' migrations/*_column/migration.sql || fail 'no rename'
}

run_tests

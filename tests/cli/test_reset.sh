#!/usr/bin/env bash
# Reset empties development databases, and no others.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

project() { # project [OWNER]
    DATABASE_URL=$(server_database "reset$number" "$@")
    export DATABASE_URL
    mkdir -p migrations/20240101000000_all
    cat >migrations/20240101000000_all/migration.sql <<'SQL'
CREATE SCHEMA "Odd ""one";
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN short AS text CHECK (length(VALUE) < 10);
CREATE TABLE users (id integer PRIMARY KEY, mood mood, name short);
CREATE TABLE "Odd ""one"."It's" (id integer REFERENCES users);
CREATE VIEW sad AS SELECT * FROM users WHERE mood = 'bad';
CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * x';
CREATE PROCEDURE nothing() LANGUAGE plpgsql AS 'BEGIN END';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
CREATE STATISTICS users_stats ON id, mood FROM users;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SQL
}

expect_as_new() {
    [ "$(sql -c "SELECT count(*) FROM pg_depend WHERE refclassid = 'pg_namespace'::regclass AND refobjid \
        = 'public'::regnamespace")" = 0 ] ||
        fail 'something is left in public'
    [ "$(sql -c "SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE nspname !~ '^pg_'  AND nspname <> \
        'information_schema'")" = public ] ||
        fail 'a schema is left'
    [ "$(sql -c 'SELECT count(*) FROM pg_default_acl')" = 0 ] || fail 'default privileges are left'
}

test_everything_goes_and_apply_brings_it_back() {
    project
    sql -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm' 2>/dev/null || true
    migrate apply
    expect_ok
    migrate reset --yes
    expect_ok
    expect_out 'migrate apply'
    expect_as_new
    migrate apply
    expect_ok
    expect_out '1 migration applied'
}

test_an_owner_without_rights_on_the_server_may_reset() {
    project plain
    migrate apply
    expect_ok
    migrate reset --yes
    expect_ok
    expect_as_new
    migrate apply
    expect_ok
}

test_nothing_is_dropped_unasked() {
    project
    migrate apply
    migrate reset
    expect_status 4
    expect_err '--yes'
    [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
}

test_a_protected_environment_is_never_reset() {
    project
    migrate apply
    printf '[env dev]\nprotected = true\n' >migrate.ini
    migrate reset --yes
    expect_status 4
    expect_err 'is protected'
    [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
}

test_a_database_of_another_environment_is_left_alone() {
    project
    printf '[env production]\nurl = %s\n' "$DATABASE_URL" >migrate.ini
    migrate apply --env production
    expect_ok
    migrate reset --yes
    expect_status 4
    expect_err 'the environment "production", not "dev"'
    [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
}

test_the_embedded_database_is_thrown_away() {
    unset DATABASE_URL
    chmod 755 "$CLI_DIR"
    mkdir -p migrations/20240101000000_users
    echo 'CREATE TABLE users (id integer);' >migrations/20240101000000_users/migration.sql
    migrate apply
    expect_status 0
    migrate reset --yes
    expect_ok
    expect_no_file .migrate/dev/data
    migrate apply
    expect_status 0
    expect_out '1 migration applied'
}

run_tests

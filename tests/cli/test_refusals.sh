#!/usr/bin/env bash
# Where there is no plan, the message says what helps, and that helps.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

project() {
    DATABASE_URL=$(server_database "refused$number")
    export DATABASE_URL
    mkdir -p migrations
}

test_what_refers_to_an_ignored_table_can_be_ignored_too() {
    project
    sql -c 'CREATE TABLE jobs (id integer PRIMARY KEY); CREATE TABLE t (a integer REFERENCES jobs)'
    printf '[ignore]\ntable = ^public\\.jobs$\n' >migrate.ini
    migrate diff --from empty --to "$DATABASE_URL"
    expect_status 4
    expect_err 'public.jobs is left out by a pattern under [ignore] in migrate.ini'
    expect_err 'leave this out by a pattern as well, or take public.jobs out of the patterns.'
    expect_no_err 'Split the change'
    printf 'foreign_key = t_a_fkey\n' >>migrate.ini
    migrate diff --from empty --to "$DATABASE_URL"
    expect_status 0
    expect_out 'CREATE TABLE public.t'
    echo '[ignore]' >migrate.ini
    migrate diff --from empty --to "$DATABASE_URL"
    expect_status 0
    expect_out 'REFERENCES public.jobs'
}

test_a_database_with_an_event_trigger_needs_a_setting() {
    project
    sql -c "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'" \
        -c 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()'
    rmdir migrations
    migrate init --from "$DATABASE_URL"
    expect_status 4
    expect_err 'set privileged = true in the section [scratch] of migrate.ini'
    expect_no_err 'Split the change'
    expect_no_file schema
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    migrate diff --from empty --to "$DATABASE_URL"
    expect_status 0
    MIGRATE_SCRATCH_PRIVILEGED=true migrate init --from "$DATABASE_URL"
    expect_status 0
    expect_file schema/schema.sql
}

run_tests

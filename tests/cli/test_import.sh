#!/usr/bin/env bash
# A project made from a live database.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$URL" "$@"; }

test_the_schema_of_a_database_becomes_schema_and_baseline() {
    local version
    URL=$(server_database import)
    for file in "$TOP"/migrations/*/migration.sql; do
        sed -n 's/.*\b\(tutoring_[a-z]*\)\b.*/\1/p' "$file"
    done | sort -u | while read -r role; do sql -c "CREATE ROLE $role"; done
    for file in "$TOP"/migrations/*/migration.sql; do sql -f "$file"; done
    migrate init --from "$URL"
    expect_ok
    expect_file schema/schema.sql
    expect_file migrations/*_baseline/migration.sql
    version=$(basename migrations/*_baseline | cut -d_ -f1)
    expect_out "migrate baseline $version"
    ! grep -rqF "$(cat "$SERVER_DIR/password")" . || fail 'the password was written down'
    migrate check
    expect_status 0
    migrate baseline "$version" --url "$URL"
    expect_ok
    migrate drift --url "$URL"
    expect_ok
    migrate apply --url "$URL"
    expect_ok
    expect_out 'already up to date'
}

test_the_extensions_of_a_database_are_named_in_the_settings() {
    URL=$(server_database extended)
    for name in hstore dblink; do
        [ "$(sql -c "SELECT count(*) FROM pg_available_extensions WHERE name = '$name'")" = 1 ] ||
            skip "$name is not installed"
        sql -c "CREATE EXTENSION $name"
    done
    sql -c 'CREATE TABLE bag (h hstore)'
    migrate init --from "$URL"
    expect_ok
    migrate config scratch.extensions
    expect_out 'dblink, hstore'
    migrate help migrate.ini
    [ "$(diff "$OUT" migrate.ini | grep -c '^[<>]')" = 2 ] || fail 'more than one line is different'
    migrate check
    expect_status 0
}

test_nothing_is_overwritten() {
    URL=$(server_database busy)
    sql -c 'CREATE TABLE users (id integer)'
    mkdir schema
    migrate init --from "$URL"
    expect_status 2
    expect_err 'schema exists already'
    expect_no_file migrations
}

test_an_empty_database_is_nothing_to_begin_with() {
    URL=$(server_database hollow)
    migrate init --from "$URL"
    expect_status 2
    expect_err 'leave --from out'
    expect_no_file schema
}

test_several_renames_start_from_a_live_database() {
    URL=$(server_database named)
    # Objects that are gone again, so that no number of the database is one of its copy.
    psql -Xq "$URL" -c 'CREATE TABLE gone (a int, b int); CREATE INDEX ON gone (a); DROP TABLE gone' \
        -c 'CREATE TABLE t (a int, b int); CREATE INDEX one ON t (a); CREATE INDEX two ON t (b)'
    echo 'CREATE TABLE t (a int, b int); CREATE INDEX first ON t (a); CREATE INDEX second ON t (b);' >new.sql
    migrate diff --from "$URL" --to new.sql
    expect_ok
    expect_out_is <<'SQL'
ALTER INDEX public.one RENAME TO first;

ALTER INDEX public.two RENAME TO second;
SQL
}

run_tests

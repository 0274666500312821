#!/usr/bin/env bash
# What an export is written to, what it is made of, and the line ends of both.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/dumps.sh"

test_a_merge_keeps_line_ends() {
    migration 20240101000000_first 'CREATE TABLE a (i int); CREATE INDEX ON a (i); CREATE TABLE b (i int);'
    mkdir schema
    printf -- '-- one\r\nCREATE TABLE a (i int);\r\n\r\n-- two\n' >schema/a.sql
    cp schema/a.sql edited
    migrate schema export --merge
    expect_ok
    diff edited schema/a.sql | grep '^<' >&2 && fail 'something else was touched'
    grep -q $'^CREATE INDEX a_i_idx.*;\r$' schema/a.sql || fail 'what is new has other line ends'
}

test_one_file_that_cannot_be_written_leaves_none() {
    migration 20240101000000_first 'CREATE TABLE a (i int); CREATE TABLE b (i int);'
    mkdir -p schema/020_b.sql
    migrate schema export --layout by-object
    expect_status 2
    expect_no_out wrote
    expect_no_file schema/010_a.sql
}

test_a_target_that_does_not_fit_is_refused() {
    migration 20240101000000_first 'CREATE TABLE a (i int);'
    echo '[project]' >migrate.ini
    for target in '' /dev/null migrate.ini; do
        cp migrate.ini before
        migrate schema export --merge -o "$target"
        expect_status 2
        expect_err "--output cannot be '$target': it is a folder, or a file that ends with .sql"
        cmp before migrate.ini >&2 || fail 'it was touched'
    done
    [ -c /dev/null ] || fail 'a device was replaced'
    migrate schema export -o all.sql --layout by-object
    expect_status 2
    expect_err 'all.sql is one file, and --layout by-object writes several'
    [ -z "$(ls ./*.sql 2>/dev/null)" ] || fail 'files were written'
}

test_line_ends_in_a_database_are_exported() {
    project
    sql -c "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS E'BEGIN\r\n RETURN 1;\r\nEND'"
    migrate schema export "$DATABASE_URL" -o out
    expect_ok
    dumped >wanted
    load_into "lines$number" out/schema.sql
    dumped | diff wanted - >&2 || fail 'it comes to something else'
}

test_a_dump_is_exported_as_it_is() {
    project
    sql -c 'CREATE TABLE a (i int PRIMARY KEY)'
    pg_dump -sO "$DATABASE_URL" >plain.sql
    dumped >wanted
    { printf '\\restrict aBc\n\n'; grep -v '^\\\(un\)\?restrict' plain.sql; printf '\n\\unrestrict aBc\n'; } >dump.sql
    migrate schema export dump.sql -o out
    expect_ok
    load_into "dump$number" out/schema.sql
    dumped | diff wanted - >&2 || fail 'it comes to something else'
}

run_tests

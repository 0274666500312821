#!/usr/bin/env bash
# The difference of two sources that nobody has tried: what the catalogs say, and that it is only that.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT

UNTRIED='-- Not rehearsed (--no-rehearse): nobody has executed this.'

test_two_databases_need_no_scratch_server() {
    local old new
    server_start
    old=$(server_database old)
    new=$(server_database new)
    psql -X -q -c 'CREATE TABLE pupil (id int, name text DEFAULT $$x$$)' \
        -c 'CREATE VIEW names AS SELECT name FROM pupil' "$old"
    psql -X -q -c 'CREATE TABLE pupil (id bigint, name text DEFAULT $$x$$, mail text)' \
        -c 'CREATE VIEW names AS SELECT name FROM pupil' "$new"
    migrate diff --from "$old" --to "$new"
    expect_ok
    mv "$OUT" tried
    export MIGRATE_PG_BIN=$PWD
    migrate diff --from "$old" --to "$new"
    expect_status 3
    migrate diff --from "$old" --to "$new" --no-rehearse
    expect_status 0
    expect_err 'note: this was not rehearsed'
    [ "$(head -n 1 "$OUT" | cut -c 1-59)" = "$UNTRIED" ] || fail 'it does not say so'
    sed '1,/^$/d' "$OUT" | diff tried - || fail 'another plan'
    migrate diff --from "$old" --to "$old" --no-rehearse
    expect_ok
    expect_no_out
    migrate diff --from "$old" --to "$new" --no-rehearse --format json
    expect_out '"rehearsed": false'
    server_stop
}

test_what_was_tried_says_that() {
    echo 'CREATE TABLE t (a int);' >new.sql
    migrate diff --from empty --to new.sql --format json
    expect_ok
    expect_out '"rehearsed": true'
}

# A plan that the server refuses: nobody has asked it.
test_it_may_be_wrong_and_is_not_called_right() {
    echo "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood DEFAULT 'a');" >old.sql
    echo "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood DEFAULT 'b');" >new.sql
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out 'migrate: no-transaction'
    migrate diff --from old.sql --to new.sql --no-rehearse
    expect_out "$UNTRIED"
    expect_no_out 'no-transaction'
}

test_a_rename_is_refused_and_a_look_alike_still_a_question() {
    echo 'CREATE TABLE t (old text);' >old.sql
    echo 'CREATE TABLE t (new text);' >new.sql
    migrate diff --from old.sql --to new.sql --no-rehearse
    expect_status 4
    expect_err "--rename 'public.t.old=public.t.new'"
    migrate diff --from old.sql --to new.sql --no-rehearse --rename public.t.old=public.t.new
    expect_status 4
    expect_err 'leave --no-rehearse out'
    migrate diff --from old.sql --to new.sql --no-rehearse --no-rename
    expect_status 0
    expect_out 'DROP COLUMN old'
}

run_tests

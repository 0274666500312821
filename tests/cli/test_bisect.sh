#!/usr/bin/env bash
# bisect: the first migration after which a command, a statement or an object says something else.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/past.sh"
. "$TOP/tests/support/answers.sh"

# tables COUNT: a history that makes a table in each migration, called t1, t2 and so on.
tables() {
    local i
    rm -rf migrations
    for ((i = 1; i <= $1; i++)); do migration "$(printf '2024%010d' "$i")_t$i" "CREATE TABLE t$i (id integer);"; done
}

# finds NUMBER COUNT OPTION...: that migration of so many, in no more trials than the logarithm and one.
finds() {
    local number=$1 count=$2
    shift 2
    answers 0 bisect "$@"
    [ "$(ask "int(a['first'].split('_')[0][4:]), 2 ** (len(a['tried']) - 1) <= $count")" = "($number, True)" ] ||
        fail "not $number of $count"
}

test_a_statement_that_fails_is_followed_to_its_migration() {
    history
    migrate bisect --query 'SELECT email FROM users' --good 20240101000000
    expect_ok
    expect_out 'after 20240103000000_people: fails'
    expect_out 'after 20240102000000_no_mail: succeeds'
    sed '1,/^The first/d' "$OUT" >found
    grep -qE '^20240103000000_people  [0-9a-f]{10}  2024-05-06  Ann <Ann@example.org>$' found || fail 'another'
    migrate bisect --query "SELECT count(*) < 2 FROM pg_tables WHERE schemaname = 'public'"
    expect_out 'after 20240101000000_users: fails'
    expect_out 'It was not tried whether it succeeds before'
    migrate bisect --query "SELECT 'false'"
    expect_status 1
    expect_err 'there is no migration after which it fails'
}

test_a_command_gets_the_database_and_its_exit_status_counts() {
    tables 6
    migrate bisect --run 'psql -X -q "$DATABASE_URL" -c "SELECT FROM t4" && exit 1
        echo "$MIGRATE_VERSION in $PWD"; psql -X -q -A -t -c "CREATE ROLE once; CREATE TABLE t6()"; true'
    expect_status 0
    expect_out 'The first migration after which it fails:'
    expect_out '20240000000004_t4'
    expect_err "20240000000003_t3 in $PWD"
    finds 4 6 --run 'psql -X -q "$DATABASE_URL" -c "SELECT FROM t4" && exit 124; true'
    [ "$(ask '{t["exit"] for t in a["tried"]}')" = '{0, 124}' ]
}

test_what_cannot_be_told_is_skipped() {
    tables 6
    answers 0 bisect --run 'case $MIGRATE_VERSION in *t[34]) exit 125 ;; *t[56]) exit 1 ;; esac' --good 20240000000004
    [ "$(ask 'a["first"]')" = 20240000000005_t5 ]
    answers 4 bisect --run 'case $MIGRATE_VERSION in *t[34]) exit 125 ;; *t[56]) exit 1 ;; esac'
    [ "$(ask 'a["first"], [m["name"] for m in a["candidates"]]')" = "(None, ['t3', 't4', 't5'])" ]
    migrate bisect --run 'exit 125'
    expect_status 4
    expect_out 'if it ever is so'
}

test_an_object_is_looked_for_until_it_is_there_or_gone() {
    history
    answers 0 bisect --object people
    [ "$(ask 'a["first"]')" = 20240103000000_people ]
    answers 0 bisect --object users.phone --good 20240102000000 --bad 20240104000000
    [ "$(ask 'a["first"], a["tried"][0]["outcome"]')" = "('20240103000000_people', 'not there')" ]
    migrate bisect --object nobody
    expect_status 1
    expect_err 'there is no migration after which it is there'
}

test_what_ends_the_search_says_why() {
    tables 2
    for status in 126 127 128 255; do
        migrate bisect --run "exit $status"
        expect_status 2
        expect_err "the command ended with exit status $status after"
    done
    migrate bisect
    expect_status 2
    expect_err 'one of --run, --query and --object'
    migrate bisect --run true --object t1
    expect_status 2
    expect_err '--run'
    migrate bisect --query 'SELECT FROM t1; SELECT FROM t2;'
    expect_status 2
    expect_err "--query takes one statement, and this is 2; several can be one command: --run 'psql -X"
    migrate bisect --query ' -- nothing'
    expect_status 2
    migrate bisect --query "SELECT ';' FROM t2;" --good 20240000000001
    expect_status 1
    migrate bisect --query 'SELEC 1'
    expect_status 2
    expect_err 'what --query has is no SQL, whatever the migrations: syntax error at or near "SELEC"'
    migrate bisect --query 'INSERT INTO t1 VALUES (1, 2)' --good 20240000000001
    expect_status 0
    migrate bisect --run true --good 7
    expect_status 2
    expect_err 'has no migration "7"'
    migrate bisect --run true --good 20240000000002 --bad 20240000000001
    expect_status 2
    expect_err 'has to come before'
    migration 20240000000003_bad 'SELECT nothing;'
    migrate bisect --run 'true'
    expect_status 2
    expect_err 'migrations/20240000000003_bad/migration.sql:1:'
    rm -rf migrations
    mkdir migrations
    migrate bisect --run true
    expect_status 1
}

test_seeded_faults_are_found_in_as_many_trials_as_a_logarithm() {
    local at
    tables 5
    for at in 1 3 5; do finds "$at" 5 --query "SELECT to_regclass('t$at') IS NULL"; done
}

# The faults of 200 histories, of up to 200 migrations, at a place that another seed draws.
proof_two_hundred_seeded_faults_are_found() {
    local i count at
    RANDOM=24
    for ((i = 1; i <= 200; i++)); do
        count=$((1 + RANDOM % (i % 10 == 0 ? 200 : 40))) at=$((1 + RANDOM % count))
        tables "$count"
        if ((i % 2)); then
            finds "$at" "$count" --query "SELECT to_regclass('t$at') IS NULL"
        else
            finds "$at" "$count" --run "! psql -X -q -c 'SELECT FROM t$at' 2>/dev/null"
        fi
    done
}

run_tests

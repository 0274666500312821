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

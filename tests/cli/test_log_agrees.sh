#!/usr/bin/env bash
# log and blame against an oracle: the history is replayed with psql, and the database asked after each migration; see
# tests/support/past_check.py.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/past.sh"

# The states of a database that psql makes of the migrations, a line each, into $CLI_DIR/facts.
replay() {
    local file
    DATABASE_URL=$(server_database "past$number")
    sql -f "$TOP/tests/support/past_facts.sql" >"$CLI_DIR/facts"
    versions=
    for file in "$1"/*/migration.sql; do
        sql -c '\o /dev/null' -f "$file" -c '\o' -f "$TOP/tests/support/past_facts.sql" >>"$CLI_DIR/facts" \
            2>"$CLI_DIR/.wrong" ||
            fail "psql refuses $file: $(cat "$CLI_DIR/.wrong")"
        file=$(basename "$(dirname "$file")")
        versions+=" ${file%%_*}"
    done
}

# The roles that the migrations grant to, which psql does not make.
example_roles() {
    local role
    for role in $(grep -rhoE '\btutoring_[a-z]+' "$1" | sort -u); do
        psql -X -q "$SERVER_URL" -c "CREATE ROLE $role"
    done
}

# agrees FACTS CHECKED OBJECT...: with the database, in so many facts; and what the objects are blamed on, in so many
# of them. An empty name stands for all objects.
agrees() {
    local facts=$1 checked=$2 object answers=()
    shift 2
    migrate log --format json --scratch "$SERVER_URL"
    expect_status 0
    cp "$OUT" "$CLI_DIR/log.json"
    for object in "$@"; do
        migrate blame ${object:+"$object"} --format json --scratch "$SERVER_URL"
        expect_status 0
        answers+=("$CLI_DIR/blame${#answers[@]}.json")
        cp "$OUT" "${answers[-1]}"
    done
    result=$(python3 -S "$TOP/tests/support/past_check.py" "$versions" "$CLI_DIR/facts" "$CLI_DIR/log.json" \
        "${answers[@]}" 2>&1) ||
        fail "$result"
    # shellcheck disable=SC2053 # these are patterns
    [[ $result == $facts\ $checked ]] || fail "it is $result"
}

test_log_and_blame_agree_with_a_database_after_each_migration() {
    history
    replay migrations
    agrees 13 26 people users 'table "old ""one"."the posts"' ''
}

test_the_example_agrees_too() {
    cp -r "$TOP/migrations" "$TOP/migrate.ini" .
    example_roles migrations
    replay migrations
    agrees '[1-9]??*' '[1-9]?*' people.account
}

# What each object of the example is blamed on, and all of its parts.
proof_the_example_agrees_in_every_object() {
    cp -r "$TOP/migrations" "$TOP/migrate.ini" .
    example_roles migrations
    replay migrations
    agrees '[1-9]??*' '[1-9]??*' ''
    [ "${result% *}" -eq "${result#* }" ] || fail "not all of them are blamed: $result"
    echo "# $result facts and blamed attributes"
}

run_tests

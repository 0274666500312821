#!/usr/bin/env bash
# What the ledgers of environments add to the past: log and blame with --env and --everywhere, show with --env, and show
# at a time.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/answers.sh"

# Two databases, of which one is behind, one that nobody answers for, and an environment without any.
environments() {
    project
    production=$DATABASE_URL
    staging=$(server_database "staging$number")
    cat >migrate.ini <<INI
[env dev]
[env production]
url = $production
[env staging]
url = $staging
[env gone]
url = postgresql://localhost:1/x
INI
    unset DATABASE_URL
    migrate apply --env production
    expect_ok
    migrate apply --env staging --to 20240101000000
    expect_ok
}

test_each_migration_says_where_it_is_and_since_when() {
    environments
    migrate log --everywhere
    expect_status 0
    expect_err 'note: gone is unreachable:'
    grep -qE '^    gone unreachable; in production since 2[0-9-]{9} [0-9:]{8} UTC; in staging since 2' "$OUT" ||
        fail 'both'
    grep -qE '^    gone unreachable; in production since 2[0-9-]{9} [0-9:]{8} UTC; not in staging$' "$OUT" || fail 'one'
    migrate blame posts --env staging
    expect_ok
    expect_out '    not in staging'
    expect_no_out production
    migrate log users
    expect_no_out 'in production'
    answers 0 log --everywhere
    [ "$(ask '"\n".join(str([(w["environment"], w["state"], bool(w["since"])) for w in m["where"]][1:])
        for m in a["migrations"])')" = "[('production', 'applied', True), ('staging', 'applied', True)]
[('production', 'applied', True), ('staging', 'pending', False)]" ]
    answers 0 blame users --env staging
    [ "$(ask '{l["migration"]["where"][0]["state"] for l in a["lines"]}')" = "{'applied'}" ]
    migrate log --env nobody
    expect_status 2
    expect_err "there is no environment 'nobody' (--env)"
    migrate log --env gone --everywhere
    expect_status 2
    migrate log --env dev
    expect_status 0
    expect_err 'note: dev is unreachable'
}

test_a_baseline_does_not_say_since_when() {
    environments
    psql -X -q "$production" -c 'DROP SCHEMA migrate CASCADE'
    migrate baseline 20240101000000 --env production
    migrate log --env production
    expect_ok
    expect_out '    in production'
    expect_no_out since
}

# Accepts a connection, and says nothing.
test_a_database_that_does_not_answer_costs_two_seconds() {
    local port start silent
    environments
    python3 -S -c '
import socket, time
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
time.sleep(60)' >port &
    silent=$!
    until [ -s port ]; do sleep 0.05; done
    port=$(cat port)
    printf '[env silent]\nurl = postgresql://127.0.0.1:%s/x\n' "$port" >>migrate.ini
    start=$EPOCHREALTIME
    migrate log --env silent
    kill "$silent"
    expect_status 0
    expect_out 'silent unreachable'
    awk "BEGIN { exit !($EPOCHREALTIME - $start < 10) }" || fail 'it waited longer'
}

test_an_environment_is_shown_as_its_database_is() {
    environments
    psql -X -q "$production" -c 'CREATE TABLE by_hand (id integer)'
    migrate show by_hand --env production
    expect_ok
    expect_out 'CREATE TABLE public.by_hand'
    migrate show posts --env staging
    expect_status 2
    expect_err 'staging had no object "posts"'
    migrate show --env gone
    expect_status 3
    migrate show --env nobody
    expect_status 2
    migrate show users --env staging --at 20240101000000
    expect_status 2
    expect_err 'with --env, --at is a time'
    migrate show --env staging --at 2020-01-01
    expect_ok
    expect_no_out
    migrate show --env staging --at 2999-01-01
    expect_ok
    cp "$OUT" then
    migrate show --at 20240101000000
    diff then "$OUT" || fail 'the ledger says something else'
    psql -X -q "$production" -c "UPDATE migrate.migration SET finished_at = '2030-01-01'
        WHERE version = '20240101000000'"
    migrate show --env production --at 2029-01-01
    expect_status 2
    expect_err 'production had 20240102000000_posts then, and not 20240101000000_users'
}

commit_at() { GIT_COMMITTER_DATE=$1 git -c user.name=a -c user.email=a@b commit -q -m "$1"; }

test_a_time_is_that_of_the_last_commit_by_then() {
    project
    unset DATABASE_URL
    git init -q -b main "$@" .
    git add migrations/20240101000000_users
    commit_at 2024-05-06T12:00:00Z
    git add migrations
    commit_at 2024-05-08T12:00:00Z
    export TZ=UTC
    local at
    for at in 2024-05-06 2024-05-07 '2024-05-06 12:00' 2024-05-06T12:00:00Z '2024-05-06 14:00+02:00' \
        '2024-05-08 11:59:59'; do
        migrate show --at "$at"
        expect_ok
        expect_out public.users
        expect_no_out posts
    done
    TZ=Asia/Tokyo migrate show --at '2024-05-08 21:00'
    expect_ok
    expect_out posts
    for at in 2024-05-05 '2024-05-06 11:59'; do
        migrate show --at "$at"
        expect_status 2
        expect_err 'has no commit of that time'
    done
    migrate show --at 2024-13-01
    expect_status 2
    expect_err '"2024-13-01" names no commit'
}

proof_the_git_program_knows_times_too() { test_a_time_is_that_of_the_last_commit_by_then --object-format=sha256; }

test_a_folder_without_git_has_no_times() {
    project
    migrate show --at 2024-05-06
    expect_status 2
    expect_err 'is in no git repository'
}

run_tests

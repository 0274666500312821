#!/usr/bin/env bash
# The embedded database's server: shared by those who use it, stopped when the last is gone, whole after a crash.
. "$(dirname "$0")/../support/embedded.sh"

test_commands_at_the_same_time_share_one_server() {
    local pids=() pid
    made_project
    for _ in 1 2 3 4 5; do
        "$MIGRATE" psql -- -Atc 'SELECT pg_postmaster_start_time() FROM pg_sleep(1)' >>times 2>>errors &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "a command failed: $(cat errors)"; done
    [ "$(sort -u times | wc -l)" -eq 1 ] || fail "not one server: $(cat times)"
    [ "$(wc -l <times)" -eq 5 ]
    expect_stopped
}

test_a_killed_command_leaves_no_server() {
    local pid
    made_project
    migrate psql -- -c 'CREATE TABLE kept (id integer)'
    expect_status 0
    "$MIGRATE" psql -- -c '\! touch ready' -c 'SELECT pg_sleep(600)' >/dev/null 2>&1 &
    pid=$!
    until [ -e ready ]; do sleep 0.05; done
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null || true
    expect_stopped
    migrate psql -- -Atc 'SELECT count(*) FROM kept'
    expect_status 0
    expect_out_is <<<0
}

test_data_survive_the_death_of_server_and_keeper() {
    local pid
    made_project
    migrate psql -- -c 'CREATE TABLE kept AS SELECT generate_series(1, 1000)'
    "$MIGRATE" psql -- -c '\! touch ready' -c 'SELECT pg_sleep(600)' >/dev/null 2>&1 &
    pid=$!
    until [ -e ready ]; do sleep 0.05; done
    kill -KILL "$(keeper)"
    wait "$pid" || true
    migrate psql -- -Atc 'SELECT count(*) FROM kept'
    expect_status 0
    expect_out_is <<<1000
}

run_tests

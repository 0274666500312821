#!/usr/bin/env bash
# How tests/run ends a program that will not end by itself: by its processor time, not by the clock. And what goes when
# tests/run itself is killed.
. "$(dirname "$0")/../support/cli.sh"

# watch SECONDS COMMAND: with what it did in ./report.
watch() {
    STATUS=0
    last="watch $*"
    "$TOP/tests/support/watch" report "$1" bash -c "$2" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

test_a_program_ends_as_it_will() {
    watch 60 'echo out; exit 7'
    expect_status 7
    expect_out 'out'
    grep -qE $'^[0-9]+\\.[0-9][0-9]\t$' report || fail "another report: $(cat report)"
    watch 60 'kill -SEGV $$'
    expect_status 139
}

test_a_program_that_runs_in_circles_is_ended() {
    watch 1 'while :; do :; done'
    expect_status 124
    expect_text report 's of processor time (the limit is 1 s)'
}

test_what_it_started_counts_and_goes_with_it() {
    watch 1 'setsid bash -c "(echo \$BASHPID >orphan; while :; do :; done) &" & sleep 600'
    expect_status 124
    expect_text report 's of processor time (the limit is 1 s)'
    ! kill -0 "$(cat orphan)" 2>/dev/null || fail 'a process is left'
}

test_a_program_that_hangs_is_ended() {
    local -x TEST_STALL=3
    watch 60 'sleep 600'
    expect_status 124
    expect_text report 'hangs'
}

test_a_program_that_gets_little_of_the_machine_is_left_alone() {
    local -x TEST_STALL=5
    watch 60 'for ((i = 0; i < 60; i++)); do sleep 0.1; for ((j = 0; j < 3000; j++)); do :; done; done; echo done'
    expect_status 0
    expect_out 'done'
}

test_what_a_killed_run_left_goes_with_the_next() {
    local left held
    left=$(mktemp -d /tmp/mt.XXXXXX)
    held=$(mktemp -d /tmp/mt.XXXXXX)
    touch "$left/alive" "$held/alive"
    flock "$held/alive" "$TOP/tests/run" /bin/true >"$OUT" 2>"$ERR" 8>&- 9>&-
    expect_out '1 passed, 0 failed'
    expect_no_file "$left"
    expect_file "$held/alive"
    rm -r "$held"
}

run_tests

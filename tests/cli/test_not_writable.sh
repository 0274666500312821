#!/usr/bin/env bash
# Databases that are not to be written to, sessions that somebody ends, and locks that are not to be had.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/standby.sh"
. "$TOP/tests/support/pooler.sh"

test_a_standby_is_fine_where_nothing_is_pending() {
    project
    migrate apply --to 20240101000000
    standby_start
    standby_catch_up
    migrate apply --url "$STANDBY_URL"
    expect_status 3
    expect_err 'error: this server is a standby'
    expect_err 'connect to the primary'
    for what in plan dry-run; do
        migrate apply --$what --url "$STANDBY_URL"
        expect_status 0
        expect_err 'note: this server is a standby'
        expect_out '1 pending; nothing was changed'
    done
    migrate apply
    expect_ok
    standby_catch_up
    for verb in apply 'apply --dry-run' 'apply --check-drift' 'apply --pooler=transaction'; do
        migrate $verb --url "$STANDBY_URL"
        expect_status 0
        expect_out 'already up to date'
        expect_err 'note: this server is a standby'
    done
    migrate status --url "$STANDBY_URL"
    expect_ok
    migrate down --url "$STANDBY_URL"
    expect_status 3
    expect_err 'this server is a standby'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply --url "$STANDBY_URL"
    expect_status 3
    standby_stop
}

test_what_is_frozen_stays_so() {
    project
    psql -X -q "$SERVER_URL" -c "CREATE ROLE frozen$number LOGIN SUPERUSER PASSWORD 'pw$number'"
    local owner=$DATABASE_URL
    DATABASE_URL="postgresql://frozen$number:pw$number@/cli$number?host=$SERVER_DIR"
    local cure
    for where in "DATABASE cli$number" "ROLE frozen$number" "ROLE frozen$number IN DATABASE cli$number" 'ROLE ALL'; do
        psql -X -q "$owner" -c "ALTER $where SET default_transaction_read_only = on"
        for verb in apply 'apply --dry-run' 'baseline 20240101000000' 'apply --pooler=transaction'; do
            migrate $verb
            expect_status 3
            expect_err 'nothing may be written here: default_transaction_read_only is on'
            expect_err "if that is over: BEGIN READ WRITE; ALTER $where RESET default_transaction_read_only; COMMIT"
        done
        [ -z "$(psql -X -At "$owner" -c "SELECT to_regnamespace('migrate')")" ] || fail 'it was written to'
        cure=$(sed -n 's/.*if that is over: //p' "$ERR" | head -n 1)
        psql -X -q "$DATABASE_URL" -v ON_ERROR_STOP=1 -c "$cure"
        [ "$(psql -X -At "$DATABASE_URL" -c 'SHOW transaction_read_only')" = off ] || fail "it did not help: $cure"
    done
    PGOPTIONS='-c default_transaction_read_only=on' migrate apply
    expect_status 3
    expect_err "in the server's configuration or the connection string"
    psql -X -q "$owner" -c "ALTER DATABASE cli$number SET default_transaction_read_only = on"
    local plain=$DATABASE_URL
    DATABASE_URL="$plain&options=-c%20default_transaction_read_only%3Doff"
    migrate apply
    expect_ok
    DATABASE_URL=$plain
    expect_out '2 migrations applied'
    migrate apply
    expect_status 0
    expect_out 'already up to date'
    expect_err 'note: nothing may be written here'
    migrate down
    expect_status 3
    migrate resolve 20240102000000 --not-applied --reason x
    expect_status 3
    expect_err 'nothing may be written here'
    migrate status
    expect_ok
}

# Ends the session of the running migration as often as it appears, $1 times at most.
terminate() {
    local left=$1
    while [ "$left" -gt 0 ] && kill -0 "$2" 2>/dev/null; do
        if [ "$(sql -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE query LIKE '%pg_sleep(7)%' AND state = 'active' AND pid <> pg_backend_pid() AND datname \
                            = current_database()")" != 0 ]; then
            left=$((left - 1))
        fi
        sleep 0.05
    done
}

# terminated TIMES COMMAND...
terminated() {
    local times=$1
    shift
    STATUS=0
    last="migrate $* that is ended"
    "$MIGRATE" "$@" >"$OUT" 2>"$ERR" </dev/null &
    local tool=$!
    terminate "$times" "$tool"
    [ "$times" -ne 1 ] || sql -c 'SELECT 1' >/dev/null
    wait "$tool" || STATUS=$?
}

test_a_session_that_somebody_ends_again_stops_the_run() {
    project
    with_pooler
    migration 20240103000000_slow 'CREATE TABLE slow (id integer); SELECT pg_sleep(7);'
    for way in '' "--pooler=transaction --url $POOLED"; do
        terminated 9 apply $way
        expect_status 3
        expect_err 'somebody has ended the session of this run (pg_terminate_backend)' \
            'for the second time in 20240103000000_slow'
        expect_err 'It was rolled back whole, and it is not started again'
        [ "$(grep -c 'connection lost, connecting again' "$ERR")" -ge 2 ]
        [ -z "$(sql -c "SELECT to_regclass('slow')")" ]
        [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    done
    migration 20240103000000_slow $'-- migrate: no-transaction\nCREATE TABLE slow (id integer); SELECT pg_sleep(7);'
    terminated 9 apply
    expect_status 3
    expect_err 'The statements of it that were done stay, and it is not started again'
    end_pooler
}

test_one_end_is_survived() {
    project
    migration 20240103000000_slow "CREATE TABLE slow (id integer); SELECT pg_sleep(0.8), 'pg_sleep(7)';"
    terminated 1 apply
    expect_status 0
    expect_err 'connection lost, connecting again'
    expect_out 'applied 20240103000000_slow'
}

# hold SQL...: a session that keeps its transaction open, until let_go.
hold() {
    local arguments=()
    for statement in "$@"; do arguments+=(-c "$statement"); done
    PGAPPNAME='a holder' psql -X -q -A -t "$DATABASE_URL" -c BEGIN "${arguments[@]}" -c 'SELECT 1' -c \
        'SELECT pg_sleep(60)' >held 2>&1 &
    holder=$!
    until grep -q '^1' held; do sleep 0.02; done
}

let_go() {
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'a holder' AND datname = current_database()" >/dev/null
    wait "$holder" || true
}

expect_holder() {
    local who='user "postgres", application "a holder", active, since [0-9-]+ [0-9:]+ UTC, for [0-9.]+ s'
    expect_status 75
    grep -qE "in the way: pid [0-9]+ \\($who\\): SELECT pg_sleep\\(60\\)" "$ERR" || fail 'the holder is not named'
}

test_who_is_in_the_way_is_named_whatever_lock_it_is() {
    project
    sql -c 'CREATE TABLE t (id integer PRIMARY KEY, n integer); INSERT INTO t VALUES (1, 1)' \
        -c 'CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$SELECT 1$$'
    migrate apply
    expect_ok
    local locks=(
        'LOCK TABLE t IN ACCESS SHARE MODE' 'ALTER TABLE t ADD c integer;'
        'UPDATE t SET n = 2' 'UPDATE t SET n = 3;'
        'INSERT INTO t VALUES (2, 2)' 'INSERT INTO t VALUES (2, 3);'
        'SELECT pg_advisory_xact_lock(4711)' 'SELECT pg_advisory_xact_lock(4711);'
        'CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS $$SELECT 2$$' \
            'CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS $$SELECT 3$$;'
        'UPDATE t SET n = 2' 'SELECT * FROM t FOR UPDATE NOWAIT;'
        'LOCK TABLE migrate.migration' 'SELECT 1;'
    )
    for ((i = 0; i < ${#locks[@]}; i += 2)); do
        hold "${locks[i]}"
        migration 20240103000000_locked "${locks[i + 1]}"
        for way in '--lock-wait 1s --lock-timeout 300ms' '--lock-wait 100ms --lock-timeout 300ms'; do
            migrate apply $way
            expect_holder
        done
        let_go
    done
    hold 'LOCK TABLE t IN ACCESS SHARE MODE'
    migration 20240103000000_locked 'ALTER TABLE t ADD c integer;' 'ALTER TABLE t DROP c;'
    migrate apply --lock-wait 1s --report json
    expect_holder
    expect_out '"code": "locked"'
    expect_out 'in the way: pid'
    let_go
    migrate apply
    hold 'LOCK TABLE t IN ACCESS SHARE MODE'
    MIGRATE_APPLY_LOCK_WAIT=1s migrate down
    expect_holder
    let_go
}

test_the_lock_of_another_run_names_who_has_it() {
    project
    hold 'SELECT pg_advisory_lock(8269343926772183941)'
    migrate apply --lock-wait 1s
    expect_err 'another run has been holding the lock for 1 s'
    expect_holder
    let_go
    hold 'SELECT pg_advisory_xact_lock(5941381922869339209)'
    migrate apply --pooler=transaction --lock-wait 1s
    expect_err 'another run has been inside a migration for 1 s'
    expect_holder
    let_go
    migrate apply
    hold 'LOCK TABLE migrate.migration IN EXCLUSIVE MODE'
    MIGRATE_APPLY_LOCK_WAIT=1s migrate resolve 20240101000000 --accept-edit --reason x
    expect_status 2
    migration 20240103000000_more $'-- migrate: no-transaction\nSELECT 1;'
    migrate apply
    expect_holder
    let_go
}


run_tests

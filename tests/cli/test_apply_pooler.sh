#!/usr/bin/env bash
# Promotion through a transaction pooler: PgBouncer, where it is installed.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

test_a_transaction_pooler_is_recognised() {
    project
    with_pooler
    migrate apply --url "$POOLED"
    end_pooler
    expect_status 3
    expect_err 'there is a transaction pooler in between'
    expect_err '--pooler=transaction'
    [ -z "$(sql -c 'SELECT 1 FROM pg_namespace WHERE nspname = $$migrate$$')" ]
}

test_through_a_transaction_pooler_nothing_is_left_in_its_sessions() {
    project
    with_pooler
    psql -X -q -A -t "$POOLED" -c "SELECT name, setting FROM pg_settings WHERE name !~ '[.]' ORDER BY name" >before
    migrate apply --pooler=transaction --url "$POOLED"
    expect_ok
    expect_out '2 migrations applied'
    migrate apply --pooler=transaction --url "$POOLED"
    expect_ok
    expect_out_is <<<'already up to date'
    psql -X -q -A -t "$POOLED" -c "SELECT name, setting FROM pg_settings WHERE name !~ '[.]' ORDER BY name" >after
    diff before after >&2 || fail 'settings were left behind'
    [ "$(sql -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ]
    migration 20240103000000_set 'SET statement_timeout = 7; CREATE TABLE set_one (id integer);'
    migration 20240104000000_alone '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY alone ON users (id);'
    migrate apply --pooler=transaction --url "$POOLED"
    expect_status 3
    expect_err 'write SET LOCAL'
    expect_err '20240104000000_alone runs outside a transaction'
    migration 20240102600000_isolated 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;'
    migration 20240102500000_temporary \
        'CREATE TABLE fine (id integer);
  CREATE TEMP TABLE gone (id integer);
LISTEN news; PREPARE p AS SELECT 1;
SELECT pg_advisory_lock(1);'
    migrate apply --pooler=transaction --url "$POOLED"
    expect_status 3
    expect_err '20240102500000_temporary/migration.sql:2:3: error: a temporary object would stay in a session'
    expect_err '20240102500000_temporary/migration.sql:3:1: error: a LISTEN would stay'
    expect_err '20240102500000_temporary/migration.sql:3:14: error: a prepared statement would stay'
    expect_err '20240102500000_temporary/migration.sql:4:1: error: an advisory lock of the session would stay'
    expect_err '20240102600000_isolated/migration.sql:1:1: error: in that isolation'
    [ -z "$(sql -c 'SELECT to_regclass($$fine$$)')" ] || fail 'something ran'
    rm -r migrations/20240102500000_temporary migrations/20240102600000_isolated
    sed -i 's/SET /SET LOCAL /' migrations/20240103000000_set/migration.sql
    migrate apply --pooler=transaction --url "$POOLED" --to 20240103000000
    expect_ok
    migrate apply --url "$DATABASE_URL"
    expect_ok
    expect_out '1 migration applied'
    end_pooler
}

test_the_ledger_of_prisma_is_kept_through_a_pooler() {
    project
    with_pooler
    printf '[env dev]\nurl = %s\n[prisma]\nledger = keep\n' "$POOLED" >migrate.ini
    psql -X -q -A -t "$POOLED" -c "SELECT name, setting FROM pg_settings WHERE name !~ '[.]' ORDER BY name" >before
    migrate apply --pooler=transaction --from-ledger
    expect_status 2
    expect_err '--from-ledger is not possible through a transaction pooler'
    migrate apply --pooler=transaction
    expect_ok
    [ "$(sql -c "SELECT string_agg(migration_name, ' ' ORDER BY migration_name) FROM _prisma_migrations WHERE \
        finished_at IS NOT NULL")" = \
        '20240101000000_users 20240102000000_posts' ]
    psql -X -q -A -t "$POOLED" -c "SELECT name, setting FROM pg_settings WHERE name !~ '[.]' ORDER BY name" >after
    diff before after >&2 || fail 'settings were left behind'
    [ "$(sql -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ]
    end_pooler
}

test_appliers_at_once_through_a_pooler_apply_each_migration_once() {
    project
    with_pooler
    for i in {10..39}; do migration "202402010000${i}_m" \
        "CREATE TABLE m$i (n integer); INSERT INTO m$i VALUES (1);"; done
    pids=()
    for i in {1..5}; do
        "$MIGRATE" apply --pooler=transaction --url "$POOLED" >"out.$i" 2>"err.$i" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "an applier failed: $(cat err.*)"; done
    end_pooler
    [ "$(cat out.* | grep -c '^applied ')" -eq 32 ] || fail "not each once: $(cat out.*)"
    [ "$(sql -c "SELECT count(*), count(DISTINCT key) FROM migrate.event WHERE what = 'applied'")" = '32|32' ]
    migrate apply --check-drift --url "$DATABASE_URL"
    expect_ok
}

test_a_run_through_a_pooler_that_is_killed_is_taken_up_again() {
    project
    with_pooler
    migration 20240103000000_third 'CREATE TABLE third (n integer); INSERT INTO third VALUES (1);'
    for point in begin fence statement commit committed ledger; do
        for nth in 1 2 3; do
            (MIGRATE_FAULT=$point:kill9:$nth "$MIGRATE" apply --pooler=transaction --url "$POOLED" ||
                true) >/dev/null 2>&1
            migrate apply --pooler=transaction --url "$POOLED"
            expect_status 0
            [ "$(sql -c 'SELECT count(*) FROM third')" = 1 ] || fail "not once after $point:$nth"
            [ "$(sql -c "SELECT count(*), count(DISTINCT key) FROM migrate.event WHERE what = 'applied'")" = '3|3' ]
            sql -c 'SET client_min_messages = error' -c 'DROP SCHEMA migrate CASCADE' -c \
                'DROP TABLE users, posts, third'
        done
    done
    end_pooler
}

test_a_session_behind_the_pooler_that_dies_is_no_end() {
    project
    with_pooler
    local disturb=${BUILD:-$TOP/build}/tests/faults/disturb
    [ -x "$disturb" ] || skip 'tests/faults/disturb is not built'
    for point in statement commit committed; do
        STATUS=0
        MIGRATE_FAULT=$point:stop:1 "$disturb" sql "$DATABASE_URL" "$(kill_others)" -- \
            "$MIGRATE" apply --pooler=transaction --url "$POOLED" >"$OUT" 2>"$ERR" || STATUS=$?
        last="apply with the session killed at $point"
        expect_status 0
        [ "$(sql -c "SELECT count(*), count(DISTINCT key) FROM migrate.event WHERE what = 'applied'")" = '2|2' ]
        sql -c 'SET client_min_messages = error' -c 'DROP SCHEMA migrate CASCADE' -c 'DROP TABLE users, posts'
    done
    end_pooler
}

run_tests

#!/usr/bin/env bash
# The modes of a pooler as migrate.ini and --pooler name them, for every verb that writes, with one server connection
# and with several.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

# What a fresh client of the pool finds in its session.
session_state() {
    psql -X -q -A -t "$POOLED" -c "SELECT name, setting FROM pg_settings
        WHERE name !~ '[.]' AND name <> 'application_name'
        UNION ALL SELECT 'lock', objid::text FROM pg_locks WHERE locktype = 'advisory'
        UNION ALL SELECT 'prepared', name FROM pg_prepared_statements ORDER BY 1, 2"
}

# Every verb that writes, through the pool that `[env app]` says is in this mode.
write_all() {
    session_state >before
    sql -c 'CREATE TABLE users (id integer)'
    migrate baseline 20240101000000
    expect_ok
    expect_out '1 migration recorded'
    migrate apply
    expect_ok
    expect_out '1 migration applied'
    migrate down --dry-run
    expect_ok
    migrate down
    expect_ok
    expect_out '1 migration reverted'
    sql -c 'CREATE TABLE posts (id integer)'
    migrate resolve 20240102000000 --applied --reason 'made by hand'
    expect_ok
    migrate down --to 0
    expect_ok
    expect_out '2 migrations reverted'
    [ "$(sql -c "SELECT string_agg(what, ' ' ORDER BY id) FROM migrate.event")" \
        = 'baseline applied reverted resolved applied reverted reverted' ]
    session_state >after
    diff before after >&2 || fail 'something is left in the session'
}

test_every_verb_that_writes_goes_through_a_pool() {
    local mode size
    for mode in transaction session; do
        for size in 1 5; do
            project
            with_pooler "$mode" "$size" 'server_reset_query ='
            printf '[env app]\nurl = %s\npooler = %s\n[project]\nenv = app\n' "$POOLED" "$mode" >migrate.ini
            local direct=$DATABASE_URL
            unset DATABASE_URL
            sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$direct" "$@"; }
            write_all
            end_pooler
            psql -X -q "$SERVER_URL" -c "DROP DATABASE cli$number WITH (FORCE)"
            rm -r migrations
        done
    done
}

test_a_direct_run_waits_for_one_that_comes_through_a_pool() {
    project
    sql -c 'CREATE TABLE go (id integer)'
    migration 20240103000000_slow \
        'DO $$BEGIN WHILE NOT EXISTS (SELECT FROM go) LOOP PERFORM pg_sleep(0.05); END LOOP; END$$;'
    migration 20240104000000_last 'CREATE TABLE last (id integer);'
    with_pooler transaction 1
    "$MIGRATE" apply --pooler=transaction --url "$POOLED" >pooled 2>&1 &
    local pooled=$! direct
    until [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %'")" = 1 ] ||
        ! kill -0 "$pooled" 2>/dev/null; do :; done
    "$MIGRATE" apply --url "$DATABASE_URL" >direct 2>&1 &
    direct=$!
    until grep -q 'one of the two comes through a transaction pooler' direct || ! kill -0 "$direct" 2>/dev/null; do
        sleep 0.05
    done
    sql -c 'INSERT INTO go VALUES (1)'
    wait "$direct" || fail "the direct run: $(cat direct)"
    wait "$pooled" || fail "the other run: $(cat pooled)"
    grep -q 'rolled back, trying again' direct || fail "it did not wait: $(cat direct)"
    [ "$(sql -c "SELECT count(*) FROM migrate.migration WHERE state = 'applied'")" = 4 ]
    end_pooler
}

test_without_a_word_a_transaction_pool_is_refused_by_every_verb_that_writes() {
    project
    with_pooler transaction 1
    local verb
    for verb in apply 'baseline 20240101000000' down 'resolve 20240101000000 --applied --reason x'; do
        # shellcheck disable=SC2086
        migrate $verb --url "$POOLED"
        expect_status 3
        expect_err 'there is a transaction pooler in between'
        expect_err "--pooler=transaction, or 'pooler = transaction'"
    done
    [ -z "$(sql -c 'SELECT 1 FROM pg_namespace WHERE nspname = $$migrate$$')" ]
    migrate baseline 20240101000000 --url "$POOLED" --pooler=transaction
    expect_ok
    end_pooler
}

test_a_pool_of_unknown_kind_counts_as_a_transaction_pool() {
    project
    with_pooler session 1 'max_client_conn = 1'
    migrate apply --url "$POOLED"
    expect_status 3
    expect_err 'it could not be told whether it keeps sessions apart'
    migrate apply --url "$POOLED" --pooler=session
    expect_ok
    expect_out '2 migrations applied'
    migrate down --url "$POOLED" --pooler=transaction
    expect_ok
    end_pooler
}

test_what_does_not_fit_is_refused_beforehand() {
    project
    with_pooler transaction 1
    migrate apply --url "$POOLED" --pooler=transaction
    expect_ok
    printf -- '-- migrate: no-transaction\nDROP TABLE posts;\n' >migrations/20240102000000_posts/down.sql
    migrate down --url "$POOLED" --pooler=transaction
    expect_status 3
    expect_err '20240102000000_posts runs outside a transaction'
    printf 'SET lock_timeout = 7;\nDROP TABLE posts;\n' >migrations/20240102000000_posts/down.sql
    migrate down --url "$POOLED" --pooler=transaction
    expect_status 2
    expect_err '20240102000000_posts/down.sql:1:1: error: '
    expect_err 'write SET LOCAL'
    migrate apply --check-drift --url "$POOLED" --pooler=transaction
    expect_status 2
    expect_err "Run 'migrate drift' before"
    migrate drift --url "$POOLED"
    expect_ok
    migrate apply --url "$POOLED" --pooler=statement
    expect_status 2
    expect_err 'choose one of: auto, session, transaction'
    end_pooler
}

run_tests

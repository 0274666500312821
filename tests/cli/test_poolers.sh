#!/usr/bin/env bash
# Guests behind PgBouncer: what each command leaves in sessions that are somebody else's afterwards, and what each
# mode of the pooler allows.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

# Everything of a session that the next one in it could notice.
session_state() {
    psql -X -q -A -t "$POOLED" <<'SQL'
SELECT name, setting FROM pg_settings
 WHERE (name !~ '[.]' OR (name !~ '^plpgsql' AND setting <> '')) AND name NOT IN ('application_name', 'in_hot_standby')
UNION ALL SELECT 'role', session_user || ' ' || current_user
UNION ALL SELECT 'prepared', name FROM pg_prepared_statements
UNION ALL SELECT 'channel', c FROM pg_listening_channels() AS c
UNION ALL SELECT 'cursor', name FROM pg_cursors WHERE is_holdable
UNION ALL SELECT 'lock', objid::text FROM pg_locks WHERE locktype = 'advisory'
UNION ALL SELECT 'temporary', relname FROM pg_class WHERE relpersistence = 't'
ORDER BY 1, 2
SQL
}

# Runs a command, whatever its status, and compares.
leaves_nothing() {
    migrate "$@"
    ran+=("$1 $STATUS")
    session_state >after || fail 'the pool is unusable'
    diff before after >&2 || fail 'something is left in the session'
}

test_no_command_leaves_anything_in_a_session_of_a_transaction_pool() {
    project
    with_pooler transaction 1
    mkdir schema
    echo 'CREATE TABLE users (id integer);' >schema/schema.sql
    mkdir seeds
    printf '[env pooled]\nurl = %s\n[env guarded]\nurl = %s\nprotected = true\n' "$POOLED" "$POOLED" >migrate.ini
    printf '[env writable]\nurl = %s\npooler = transaction\n' "$POOLED" >>migrate.ini
    migrate dump direct.sql
    printf '[env tenants]\nurl = %s\npooler = transaction\nschemas = ^(t|public)$\n' "$POOLED" >>migrate.ini
    unset DATABASE_URL
    session_state >before
    ran=()
    local verb
    for verb in $("$MIGRATE" help | sed -n '/^Global options/q; s/^  \([a-z][a-z-]*\) .*/\1/p'); do
        case $verb in
        apply)
            leaves_nothing apply --url "$POOLED"
            leaves_nothing apply --dry-run --url "$POOLED"
            leaves_nothing apply --check-drift --url "$POOLED"
            leaves_nothing apply --env guarded
            leaves_nothing apply --pooler=transaction --to 20240101000000 --url "$POOLED"
            leaves_nothing apply --pooler=transaction --dry-run --url "$POOLED"
            leaves_nothing apply --env tenants
            ;;
        baseline)
            leaves_nothing baseline 20240101000000 --url "$POOLED"
            leaves_nothing baseline 20240101000000 --env writable
            ;;
        bisect)
            leaves_nothing bisect --object users --scratch "$POOLED"
            leaves_nothing bisect --run 'psql -X -c "SELECT 1"' --scratch "$POOLED"
            ;;
        blame) leaves_nothing blame users --env pooled ;;
        cache) leaves_nothing cache ;;
        check) leaves_nothing check ;;
        config) leaves_nothing config ;;
        copy)
            psql -X -q "$SERVER_URL" -c "CREATE DATABASE copied$number"
            psql -X -q "${SERVER_URL/\/postgres\?//copied$number?}" -c 'CREATE TABLE users (id integer)'
            MIGRATE_MASK_KEY=0123456789abcdef leaves_nothing copy --from "$POOLED" --mask --sample 'users: 50 %' \
                --to "${SERVER_URL/\/postgres\?//copied$number?}"
            leaves_nothing copy --from "${SERVER_URL/\/postgres\?//copied$number?}" --to "$POOLED" --replace
            psql -X -q "$SERVER_URL" -c "DROP DATABASE copied$number WITH (FORCE)"
            ;;
        data)
            psql -X -q "$POOLED" -c 'CREATE TABLE pooled (id integer)'
            echo '{"id": 1}' >pooled.ndjson
            leaves_nothing data export --env pooled --query 'SELECT 1'
            leaves_nothing data import pooled.ndjson --env pooled
            psql -X -q "$POOLED" -c 'DROP TABLE pooled'
            ;;
        mask)
            leaves_nothing mask --env guarded --yes
            MIGRATE_MASK_KEY=0123456789abcdef leaves_nothing mask --env pooled --yes
            ;;
        create) leaves_nothing create more --stdout ;;
        diff)
            leaves_nothing diff --from "$POOLED" --to schema
            leaves_nothing diff --from schema --to "$POOLED"
            leaves_nothing diff --from "$POOLED" --to "$POOLED"
            leaves_nothing diff --from schema --to schema --scratch "$POOLED"
            ;;
        down)
            leaves_nothing down --url "$POOLED"
            leaves_nothing down --dry-run --url "$POOLED"
            leaves_nothing down --dry-run --env writable
            leaves_nothing down --env writable
            ;;
        drift)
            leaves_nothing drift --url "$POOLED"
            leaves_nothing drift --url "$POOLED" --repair
            leaves_nothing drift --env tenants
            ;;
        dump)
            leaves_nothing dump --url "$POOLED" x.sql
            leaves_nothing dump --env guarded --yes x.sql
            ;;
        load) leaves_nothing load direct.sql --url "$POOLED" --replace ;;
        explain) leaves_nothing explain add-check ;;
        help) leaves_nothing help ;;
        init)
            mkdir new
            leaves_nothing init --from "$POOLED" -C new
            ;;
        log)
            leaves_nothing log --scratch "$POOLED"
            leaves_nothing log --everywhere
            ;;
        psql) leaves_nothing psql --url "$POOLED" -- -c 'SELECT 1' ;;
        rebase) leaves_nothing rebase ;;
        reset) leaves_nothing reset --env guarded ;;
        resolve)
            leaves_nothing resolve 20240102000000 --applied --reason x --url "$POOLED"
            leaves_nothing resolve 20240101000000 --accept-edit --reason x --url "$POOLED"
            leaves_nothing resolve 20240101000000 --applied --reason x --env writable
            leaves_nothing resolve 20240101000000 --not-applied --reason x --env writable
            ;;
        schema)
            leaves_nothing schema export "$POOLED" -o exported
            leaves_nothing schema format
            ;;
        seed)
            leaves_nothing seed --env pooled
            leaves_nothing seed --env pooled --generate 'nobody: 1'
            ;;
        squash)
            git init -q .
            git add -A
            git -c user.name=a -c user.email=a@b commit -q -m a
            leaves_nothing squash --scratch "$POOLED" --stdout
            rm -rf .git
            ;;
        show)
            leaves_nothing show users --scratch "$POOLED"
            leaves_nothing show users --env pooled
            leaves_nothing show --env pooled --at 2999-01-01
            ;;
        status)
            leaves_nothing status --url "$POOLED"
            leaves_nothing status --drift --url "$POOLED"
            leaves_nothing status --env tenants
            ;;
        stats) leaves_nothing stats pull --url "$POOLED" ;;
        diagram) leaves_nothing diagram "$POOLED" --format dot ;;
        doc) leaves_nothing doc "$POOLED" --format json ;;
        types)
            printf '[types]\nkysely = db.d.ts\n' >>migrate.ini
            leaves_nothing types --from "$POOLED" --stdout kysely
            leaves_nothing types --from "$POOLED" --check
            ;;
        wait)
            leaves_nothing wait --url "$POOLED" --timeout 0
            leaves_nothing wait --env guarded --to 1 --timeout 0
            leaves_nothing wait --env writable --reachable
            ;;
        *) fail "there is no way to run '$verb' here: add one" ;;
        esac
    done
    leaves_nothing reset --env writable --yes
    printf '%s\n' "${ran[@]}" >ran
    for wanted in 'apply 3' 'apply 0' 'baseline 3' 'baseline 2' 'diff 0' 'diff 3' \
        'down 3' 'down 0' 'drift 0' 'dump 3' 'load 3' 'reset 4' 'reset 0' 'resolve 3' \
        'resolve 0' 'resolve 2' 'seed 0' 'status 0' 'copy 0' 'data 0'; do
        grep -qx "$wanted" ran || fail "never seen: $wanted, but $(tr '\n' ',' <ran)"
    done
    for signal in INT KILL; do
        "$MIGRATE" status --drift --url "$POOLED" >/dev/null 2>&1 &
        local running=$!
        sleep 0.3
        kill -"$signal" "$running" 2>/dev/null || true
        wait "$running" 2>/dev/null || true
        session_state >after
        diff before after >&2 || fail "something is left after $signal"
    done
    end_pooler
}

# A migration of each kind, and a session that takes long enough to be looked at.
pool_project() {
    project
    migration 20240103000000_alone '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY alone ON users (id);'
    migration 20240104000000_slow "SELECT pg_sleep(1.2); SET statement_timeout = '77s';"
}

test_a_session_pool_is_as_good_as_a_direct_connection() {
    for size in 1 5; do
        pool_project
        with_pooler session "$size" 'server_reset_query ='
        session_state >before
        migrate apply --url "$POOLED"
        expect_ok
        expect_out '4 migrations applied'
        session_state >after
        diff before after >&2 || fail 'something is left in the session'
        migrate down --url "$POOLED" --dry-run
        expect_status 2
        migrate status --url "$POOLED"
        expect_ok
        expect_out 'up to date: 4 applied'
        end_pooler
        psql -X -q "$SERVER_URL" -c "DROP DATABASE cli$number WITH (FORCE)"
        rm -r migrations
    done
}

test_a_search_for_drift_needs_one_connection() {
    project
    migrate apply
    with_pooler session 1
    migrate status --drift --url "$POOLED"
    expect_ok
    expect_out 'up to date'
    sql -c 'CREATE INDEX by_hand ON users (id)'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply --check-drift --url "$POOLED"
    expect_status 4
    expect_err 'index public.by_hand is in the database, but not in the history'
    end_pooler
}

test_a_transaction_pool_is_recognised_however_large() {
    project
    local size order others
    while read -r size order; do
        with_pooler transaction "$size" "server_round_robin = $order"
        others=()
        for _ in 1 2 3; do
            psql -X -q -A -t "$POOLED" -c 'SELECT pg_sleep(0.1)' >/dev/null </dev/null &
            others+=($!)
        done
        wait "${others[@]}"
        migrate apply --url "$POOLED" </dev/null
        expect_status 3
        expect_err 'there is a transaction pooler in between'
        expect_err '--pooler=transaction'
        end_pooler
        rm -r "$SERVER_DIR/pool$number.transaction.$size"
    done <<<$'1 0\n2 1\n5 0\n5 1'
    [ -z "$(sql -c 'SELECT 1 FROM pg_namespace WHERE nspname = $$migrate$$')" ]
}

test_a_statement_pool_is_refused() {
    project
    for size in 1 5; do
        with_pooler statement "$size"
        for verb in apply 'apply --pooler=transaction' 'baseline 20240101000000' 'drift'; do
            # shellcheck disable=SC2086
            migrate $verb --url "$POOLED"
            expect_status 3
            expect_err 'statement pooling mode'
            expect_err 'a pool in session or transaction mode'
        done
        end_pooler
    done
}

run_tests

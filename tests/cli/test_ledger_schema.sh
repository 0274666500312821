#!/usr/bin/env bash
# [ledger] schema: two projects that share a database have a ledger each, and neither waits for the other's runs.
. "$(dirname "$0")/../support/cli.sh"
# What is sent is seen in the server's log.
# shellcheck disable=SC2034
server_options=(-c log_statement=all -c log_min_messages=info)
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

named() { # SCHEMA
    project
    printf '[ledger]\nschema = %s\n' "$1" >migrate.ini
}

# Nothing that was sent since the test began names the usual place.
expect_nothing_else() {
    local found
    local tables='meta|migration|statement|repeatable|event|history'
    found=$(tail -c +"$1" "$SERVER_DIR/log" |
        grep -nE "\bmigrate[.]($tables)|'migrate'|SCHEMA migrate\b" | head -n 3)
    [ -z "$found" ] || fail "another schema is named: $found"
    [ "$(sql -c "SELECT count(*) FROM pg_namespace WHERE nspname = 'migrate'")" = 0 ]
}

log_end() { echo $(($(stat -c %s "$SERVER_DIR/log") + 1)); }

test_everything_of_a_ledger_is_in_its_schema() {
    named migrate_auth
    migration 20240103000000_alone "-- migrate: no-transaction
CREATE INDEX CONCURRENTLY alone ON users (id);
SELECT 1/(CASE WHEN to_regclass('stop') IS NULL THEN 1 ELSE 0 END);" \
        $'-- migrate: no-transaction\nDROP INDEX CONCURRENTLY alone;'
    mkdir schema
    cat migrations/*/migration.sql | grep -v 'SELECT 1' | sed 's/CONCURRENTLY//; s/^-- migrate.*//' >schema/schema.sql
    local begin
    begin=$(log_end)
    migrate wait --timeout 0
    expect_status 1
    migrate apply --to 20240101000000
    expect_ok
    sql -c 'CREATE TABLE stop ()'
    migrate apply
    expect_status 1
    migrate status
    expect_status 4
    sql -c 'DROP TABLE stop'
    migrate apply
    expect_ok
    migrate wait
    expect_ok
    migrate drift
    expect_ok
    expect_out 'in sync'
    migrate status --drift --exit-code
    expect_ok
    migrate resolve 20240103000000 --applied --reason x
    expect_status 2
    migrate down --yes
    expect_ok
    migrate down --yes
    expect_ok
    echo 'SELECT 1;' >>migrations/20240101000000_users/migration.sql
    migrate resolve 20240101000000 --accept-edit --reason x
    expect_ok
    migrate down --yes
    expect_ok
    sql -c 'CREATE TABLE users (id integer)'
    migrate baseline 20240101000000 --yes
    expect_ok
    migrate apply --single-transaction --to 20240102000000
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM migrate_auth.history')" = 2 ]
    [ "$(sql -c "SELECT count(*) > 3 FROM migrate_auth.event")" = t ]
    sql -c 'DELETE FROM migrate_auth.event' 2>refused && fail 'an event went'
    expect_text refused 'migrate_auth.event is append-only'
    expect_nothing_else "$begin"
}

test_a_ledger_is_kept_through_a_transaction_pooler() {
    named user # a word of SQL
    with_pooler transaction 1
    local begin
    begin=$(log_end)
    migrate apply --pooler=transaction --url "$POOLED"
    expect_ok
    expect_out '2 migrations applied'
    migrate status --url "$POOLED" --exit-code
    expect_ok
    migrate down --pooler=transaction --url "$POOLED" --yes
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM "user".migration')" = 1 ]
    expect_nothing_else "$begin"
    end_pooler
}

# $1 of two projects, in a folder of its own.
one_of_two() {
    mkdir -p "$1"
    (
        cd "$1"
        printf '[ledger]\nschema = migrate_%s\n' "$1" >migrate.ini
        migration 20240101000000_slow "CREATE SCHEMA $1; CREATE TABLE $1.one (id int); SELECT pg_sleep(${2-0})"
    )
}

test_runs_of_two_ledgers_of_a_database_do_not_wait_for_each_other() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
    one_of_two slow 30
    one_of_two quick
    "$MIGRATE" -C slow apply >slow.out 2>&1 &
    local slow=$!
    until [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = 'active'
        AND pid <> pg_backend_pid()")" = 1 ]; do sleep 0.05; done
    SECONDS=0
    migrate -C quick apply --lock-wait 1s
    expect_ok
    # One ledger has one run at a time, as ever.
    migrate -C slow apply --lock-wait 300ms
    expect_status 75
    expect_err 'another run'
    kill -INT "$slow"
    wait "$slow" 2>/dev/null || true
    migrate -C quick status --exit-code
    expect_ok
    [ "$(sql -c "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE nspname LIKE 'migrate%'")" \
        = 'migrate_quick migrate_slow' ]
}

test_a_name_that_is_taken_is_cured_by_the_key_that_the_message_names() {
    project
    sql -c 'CREATE SCHEMA migrate; CREATE TABLE migrate.birds (id integer)'
    migrate apply
    expect_status 4
    expect_err 'schema "migrate" is there, but it is not the ledger'
    expect_err "'schema' under [ledger] in migrate.ini"
    printf '[ledger]\nschema = migrate_app\n' >migrate.ini
    migrate apply
    expect_ok
    # What was the ledger's is a schema like any other now.
    migrate drift
    expect_status 1
    expect_out migrate.birds
}

test_a_ledger_that_is_renamed_with_the_key_goes_on() {
    project
    migrate apply
    sql -c 'ALTER SCHEMA migrate RENAME TO migrate_auth'
    printf '[ledger]\nschema = migrate_auth\n' >migrate.ini
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply
    expect_ok
    expect_out '1 migration applied'
    sql -c 'TRUNCATE migrate_auth.event' 2>refused && fail 'events went'
    [ "$(sql -c 'SELECT count(*) FROM migrate_auth.history')" = 3 ]
}

test_a_name_that_cannot_be_one_is_refused() {
    project
    local name
    for name in 'Migrate' 'a b' 'x"; DROP TABLE users; --' public pg_ledger information_schema 1st \
        "$(printf 'a%.0s' {1..64})"; do
        printf '[ledger]\nschema = %s\n' "$name" >migrate.ini
        migrate status
        expect_status 2
        expect_err 'schema under [ledger] cannot be'
    done
}

test_a_ledger_of_its_own_is_upgraded_and_repaired_there() {
    named migrate_auth
    local names='meta|migration|statement|event|history|is_coherent|keep_event'
    sed -E "s/\bmigrate\.($names)/migrate_auth.\1/g; s/SCHEMA migrate\b/SCHEMA migrate_auth/" \
        "$TOP/tests/cli/ledgers/1.sql" >old.sql
    psql -X -q -v ON_ERROR_STOP=1 -f old.sql "$DATABASE_URL" >/dev/null 2>load.err || fail "$(cat load.err)"
    local begin
    begin=$(log_end)
    migrate status
    migrate apply --adopt --yes
    [ "$STATUS" = 0 ] || [ "$STATUS" = 4 ] || fail 'not upgraded'
    sql -c 'ALTER TABLE migrate_auth.meta ADD COLUMN odd integer'
    migrate apply
    expect_status 4
    expect_err 'ALTER TABLE migrate_auth.meta DROP COLUMN odd'
    expect_nothing_else "$begin"
}

# Nothing in the ledger's schema is compared, so that it cannot be one of those that are.
test_a_schema_of_the_project_is_not_the_ledgers() {
    mkdir migrations schema
    printf '[project]\nschemas = a\n[ledger]\nschema = a\n' >migrate.ini
    migrate check
    expect_status 2
    expect_err "a is one of the project's schemas and that of its ledger"
}

run_tests

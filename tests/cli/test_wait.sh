#!/usr/bin/env bash
# migrate wait, and the exit statuses of status: what a container that starts, or a script, is told.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

NOWHERE=postgresql://127.0.0.1:1/x

test_what_is_there_is_not_waited_for() {
    project
    migrate wait --reachable
    expect_ok
    expect_out 'dev answers'
    migrate apply
    migrate wait
    expect_ok
    expect_out 'dev has 20240102000000_posts, the last of 2'
    migrate wait --to 20240101000000
    expect_ok
    migrate wait --to 20240102000000_posts --quiet
    expect_ok
    expect_no_out
}

test_a_version_that_is_applied_meanwhile_ends_the_waiting() {
    project
    "$MIGRATE" wait --timeout 60s >waited 2>&1 &
    local waiter=$!
    until grep -q '2 migrations are not applied yet, 20240101000000_users to 20240102000000_posts' waited
    do sleep 0.05; done
    migrate apply --to 20240101000000
    until grep -q '20240102000000_posts is not applied yet' waited; do sleep 0.05; done
    migrate apply
    wait "$waiter" || fail "$(cat waited)"
    [ "$(grep -c '^waiting for dev' waited)" = 2 ] || fail "a reason was told twice: $(cat waited)"
}

test_what_does_not_come_ends_with_its_own_status() {
    project
    migrate wait --timeout 200ms
    expect_status 1
    expect_err '20240101000000_users to 20240102000000_posts'
    expect_err "'migrate apply --env dev'"
    migrate wait --to 20240101000000 --timeout 0
    expect_status 1
    migrate wait --url "$NOWHERE" --timeout 200ms
    expect_status 3
    expect_err 'within 0.2 s: cannot connect'
    migrate wait --url "${DATABASE_URL/cli$number/nobody_made_it}" --reachable --timeout 0 -q
    expect_status 3
    expect_err 'does not exist'
    expect_no_out
}

# What only a person can cure is said, and is not success.
test_an_edited_a_half_done_and_a_foreign_ledger_are_not_what_is_needed() {
    project
    migrate apply
    echo 'SELECT 1;' >>migrations/20240101000000_users/migration.sql
    migrate wait --timeout 0
    expect_status 1
    expect_err '20240101000000_users was applied with other statements'
    
    printf 'CREATE TABLE users (id integer); -- ids\n' >migrations/20240101000000_users/migration.sql
    migrate wait --timeout 0
    expect_ok
    migration 20240103000000_alone \
        $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY i ON users (id);\nSELECT 1/0;'
    migrate apply
    expect_status 1
    migrate wait --timeout 0
    expect_status 1
    expect_err '20240103000000_alone is half done'
    migrate wait --to 20240103000000 --timeout 0
    expect_status 1
    sql -c 'DROP SCHEMA migrate CASCADE; CREATE SCHEMA migrate; CREATE TABLE migrate.meta (mine integer)' 2>/dev/null
    migrate wait --timeout 0
    expect_status 1
    expect_err 'schema "migrate" is there, but it is not the ledger'
}

test_waiting_that_can_not_help_is_not_done() {
    project
    migrate wait --env nowhere --timeout 60s
    expect_status 2
    migrate wait --to 1 --reachable
    expect_status 2
    migrate wait --url 'postgresql://host:port/x' --timeout 60s
    expect_status 2
    rm -r migrations
    migrate wait --timeout 60s
    expect_status 2
    expect_err '--to VERSION'
    migrate wait --reachable
    expect_ok
}

# A server that takes connections and says nothing, or stops saying anything.
test_a_mute_server_is_no_answer() {
    project
    python3 -c 'import socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1] + "/.s.PGSQL.5432")
s.listen()
print("ready", flush=True)
time.sleep(60)' "$PWD" >mute &
    local mute=$!
    until [ -s mute ]; do sleep 0.02; done
    SECONDS=0
    migrate wait --reachable --timeout 100ms --url "postgresql://u@/x?host=$PWD"
    { kill "$mute" && wait "$mute"; } 2>/dev/null || true
    expect_status 3
    [ "$SECONDS" -lt 5 ] || fail "it took $SECONDS s"
}

test_a_container_that_is_stopped_stops_waiting() {
    project
    # As the first process of a container, which no signal ends by itself.
    unshare --user --map-root-user --pid --fork true 2>/dev/null || skip 'no namespaces'
    unshare --user --map-root-user --pid --fork --kill-child "$MIGRATE" wait --url "$NOWHERE" >waited 2>&1 &
    local outer=$! inner
    until grep -q waiting waited; do sleep 0.05; done
    inner=$(cat "/proc/$outer/task/$outer/children")
    # shellcheck disable=SC2086
    kill -TERM $inner
    STATUS=0
    wait "$outer" || STATUS=$?
    [ "$STATUS" -ne 0 ] || fail 'success'
    expect_text waited 'stopped by Terminated'
}

test_the_role_of_an_application_may_wait() {
    project
    migrate apply
    sql -c "CREATE ROLE reader$number LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA migrate TO reader$number;
        GRANT SELECT ON ALL TABLES IN SCHEMA migrate TO reader$number"
    migrate wait --url "postgresql://reader$number:x@/cli$number?host=$SERVER_DIR" --timeout 0
    expect_ok
    psql -X -q "$DATABASE_URL" -c "DROP OWNED BY reader$number; DROP ROLE reader$number"
}

test_another_tools_ledger_counts() {
    project
    sql -c "CREATE TABLE _prisma_migrations (id text, checksum text, finished_at timestamptz,
        migration_name text, logs text, rolled_back_at timestamptz,
        started_at timestamptz DEFAULT now(), applied_steps_count integer DEFAULT 1)"
    sql -c "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('1',
        '$(sha256sum <migrations/20240101000000_users/migration.sql | cut -d' ' -f1)', now(), '20240101000000_users')"
    migrate wait --timeout 0
    expect_status 1
    expect_err '20240102000000_posts is not applied yet'
}

test_status_is_an_exit_status_for_scripts() {
    project
    migrate status --exit-code
    expect_status 1
    migrate status
    expect_status 0
    migrate apply
    migrate status --exit-code
    expect_status 0
    mkdir schema
    echo 'CREATE TABLE users (id integer); CREATE TABLE posts (id integer); CREATE INDEX ON posts (id);' \
        >schema/schema.sql
    sql -c 'CREATE TABLE by_hand ()'
    migrate status --exit-code --drift
    expect_status 1
    migrate status --exit-code --url "$NOWHERE"
    expect_status 3
    migrate status --url "$NOWHERE"
    expect_status 3
    echo 'SELECT 1;' >>migrations/20240101000000_users/migration.sql
    migrate status --exit-code
    expect_status 4
    migrate status
    expect_status 4
}

test_status_never_says_that_all_is_well_without_a_database() {
    project
    unset DATABASE_URL
    migrate status
    expect_status 0
    migrate status --exit-code
    expect_status 3
    expect_err 'nothing was looked at'
}

run_tests

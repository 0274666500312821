#!/usr/bin/env bash
# What migrations can read of the run, all of them in one transaction, and what runs beside them.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

read_values="SELECT current_setting('migrate.environment'), current_setting('migrate.version'),
    current_setting('migrate.run')::uuid"

test_sql_reads_environment_version_and_run() {
    project
    with_pooler transaction 1
    migration 20240101000000_users "CREATE TABLE seen (environment text, version text, run uuid);" \
        "INSERT INTO seen $read_values;"
    migration 20240102000000_posts "INSERT INTO seen $read_values;" "INSERT INTO seen $read_values;"
    migration 20240103000000_alone \
        "-- migrate: no-transaction
INSERT INTO seen $read_values;
DO \$\$ BEGIN INSERT INTO seen $read_values; COMMIT; END \$\$;"
    mkdir schema
    echo "CREATE TABLE seen (environment text, version text, run uuid);" >schema/schema.sql
    migrate check
    expect_ok
    printf '[env stage]\nurl = %s\n' "$DATABASE_URL" >migrate.ini
    migrate apply --env stage
    expect_ok
    [ "$(sql -c 'SELECT environment, version FROM seen')" \
        = "$(printf 'stage|%s\n' 20240102000000 20240103000000 20240103000000)" ] || fail "$(sql -c 'TABLE seen')"
    [ "$(sql -c 'SELECT count(DISTINCT run) FROM (
        SELECT run FROM seen UNION ALL SELECT run_id FROM migrate.migration) r')" = 1 ]
    migrate down --to 20240101000000 --env stage
    expect_status 2
    migration 20240104000000_pooled "INSERT INTO seen $read_values;" "INSERT INTO seen $read_values;"
    migrate apply --pooler=transaction --url "$POOLED"
    expect_ok
    [ "$(sql -c 'SELECT environment FROM seen WHERE version = $$20240104000000$$')" = stage ]
    for name in environment version run; do
        [ -z "$(psql -X -At "$POOLED" -c "SELECT current_setting('migrate.$name', true)")" ] ||
            fail "$name is left in the session"
    done
    migrate down --env stage
    expect_ok
    [ "$(sql -c 'SELECT count(*), count(DISTINCT run) FROM seen WHERE version = $$20240104000000$$')" = '2|2' ]
    end_pooler
}

test_all_or_nothing() {
    project
    with_pooler transaction 1
    migration 20240101000000_users \
        'CREATE TABLE users (id integer); SET search_path = nowhere; SET work_mem = 64; CREATE TEMP TABLE t ();'
    migration 20240103000000_bad 'CREATE TABLE bad (id integer); SELECT nothing;'
    for way in '' "--pooler=transaction --url $POOLED"; do
        [ -z "$way" ] ||
            migration 20240101000000_users 'CREATE TABLE users (id integer); SET LOCAL search_path = nowhere;'
        migrate apply --single-transaction $way
        expect_status 1
        expect_err 'migrations/20240103000000_bad/migration.sql:1:39: column "nothing" does not exist'
        expect_err 'Nothing was applied: the 3 migrations of this run are one transaction'
        [ -z "$(sql -c "SELECT to_regclass('users')")" ]
        [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 0 ]
        [ "$(sql -c "SELECT key FROM migrate.event WHERE what = 'rolled back' ORDER BY id DESC LIMIT 1")" \
            = 20240103000000_bad ]
        mv migrations/20240103000000_bad .
        migration 20240103000000_good \
            "CREATE TABLE good AS SELECT current_setting('search_path') AS path,
    current_setting('work_mem') AS memory, to_regclass('t') AS t;"
        migrate apply --single-transaction $way
        expect_ok
        expect_out '3 migrations applied'
        [ "$(sql -c 'SELECT count(DISTINCT xid), count(*) FROM migrate.migration')" = '1|3' ]
        [ "$(sql -c 'TABLE good')" = 'public|4MB|' ] || fail "$(sql -c 'TABLE good')"
        migrate status
        expect_ok
        rm -r migrations/20240103000000_good
        mv 20240103000000_bad migrations/
        sql -c 'SET client_min_messages = error; DROP SCHEMA migrate CASCADE; DROP TABLE users, posts, good'
    done
    end_pooler
}

test_what_cannot_be_in_one_transaction_is_refused_before() {
    project
    migration 20240103000000_alone $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY i ON users (id);'
    migrate apply --single-transaction
    expect_status 2
    expect_err '20240103000000_alone runs outside a transaction, so it cannot be in one with others'
    migrate apply --single-transaction --to 20240102000000
    expect_ok
    rm -r migrations/20240103000000_alone
    migration 20240103000000_enum "CREATE TYPE mood AS ENUM ('sad');"
    migrate apply
    migration 20240104000000_label "ALTER TYPE mood ADD VALUE 'it''s fine';"
    migration 20240105000000_use "CREATE TABLE m (m mood DEFAULT 'it''s fine');"
    migrate apply --single-transaction
    expect_status 2
    expect_err "migrations/20240105000000_use/migration.sql:1:1: error: label 'it's fine' of type mood," \
        'which 20240104000000_label adds, cannot be used in the same transaction [single-transaction]'
    migrate apply --single-transaction --to 20240104000000
    expect_ok
    migrate apply --single-transaction
    expect_ok
    migration 20240106000000_new "CREATE TYPE fresh AS ENUM ('one'); CREATE TABLE f (f fresh DEFAULT 'one');"
    migration 20240107000000_more 'SELECT 1;'
    migrate apply --single-transaction
    expect_ok
}

test_one_transaction_whose_end_is_not_heard_of_is_applied_once() {
    project
    local disturb=${BUILD:-$TOP/build}/tests/faults/disturb
    [ -x "$disturb" ] || skip 'tests/faults/disturb is not built'
    for point in committed:stop:2 commit:stop:2; do
        STATUS=0
        MIGRATE_FAULT=$point "$disturb" sql "$DATABASE_URL" "$(kill_others)" -- \
            "$MIGRATE" apply --single-transaction >"$OUT" 2>"$ERR" || STATUS=$?
        last="apply with $point"
        expect_status 0
        expect_out '2 migrations applied'
        [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'applied'")" = 2 ]
        sql -c 'SET client_min_messages = error; DROP SCHEMA migrate CASCADE; DROP TABLE users, posts'
    done
}

# What the hooks wrote: when, and which version.
told() { sql -c "SELECT string_agg(concat_ws(' ', at, NULLIF(version, '')), ', ' ORDER BY id) FROM told"; }

hooks() {
    sql -c 'CREATE TABLE told (id serial, at text, version text)'
    mkdir -p ci
    for at in before after_each after; do
        printf \
            "SET work_mem = 77;\nINSERT INTO told (at, version) VALUES ('%s', current_setting('migrate.version'));\n" \
                $at >ci/$at.sql
    done
    printf '[apply]\nbefore = ci/before.sql\nafter_each = ci/after_each.sql\nafter = ci/after.sql\n' >migrate.ini
}

test_hooks_run_beside_the_migrations() {
    project
    with_pooler transaction 1
    hooks
    migrate apply --dry-run
    expect_ok
    [ -z "$(told)" ]
    migrate apply
    expect_ok
    [ "$(told)" = 'before, after_each 20240101000000, after_each 20240102000000, after' ] || fail "$(told)"
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM told')" = 4 ]
    sql -c 'TRUNCATE told'
    migration 20240103000000_alone $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY i ON users (id);'
    migrate apply
    expect_ok
    [ "$(told)" = 'before, after_each 20240103000000, after' ] || fail "$(told)"
    sql -c 'TRUNCATE told'
    migration 20240104000000_a 'SELECT 1;'
    migration 20240105000000_b 'SELECT 1;'
    migrate apply --single-transaction
    expect_ok
    [ "$(told)" = 'before, after_each 20240104000000, after_each 20240105000000, after' ] || fail "$(told)"
    sql -c 'TRUNCATE told'
    migration 20240106000000_c 'SELECT 1;'
    migrate apply --pooler=transaction --url "$POOLED"
    expect_status 2
    expect_err 'ci/before.sql:1:1: error: a setting of the session would stay in a session'
    sed -i '/work_mem/d' ci/*.sql
    migrate apply --pooler=transaction --url "$POOLED"
    expect_ok
    [ "$(told)" = 'before, after_each 20240106000000, after' ] || fail "$(told)"
    end_pooler
}

test_a_hook_that_fails_says_what_stays() {
    project
    hooks
    migrate apply --to 20240101000000 --format json
    expect_status 0
    grep -q '"event":"statement",.*"file":"ci/before.sql","line":2' "$OUT" || fail 'the hook is not named'
    grep -q '"migration":"20240101000000_users",.*"file":"ci/after_each.sql"' "$OUT" || fail 'the hook is not named'
    grep -q '"file":"migrations/20240101000000_users/migration.sql"' "$OUT" || fail 'the migration is not named'
    migrate down
    expect_ok
    sql -c 'TRUNCATE told'
    echo 'SELECT nothing;' >>ci/before.sql
    migrate apply
    expect_status 1
    expect_err 'ci/before.sql:3:8: column "nothing" does not exist'
    expect_err 'No migration was applied'
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 0 ]
    sed -i '/nothing/d' ci/before.sql
    echo 'SELECT nothing;' >>ci/after_each.sql
    migrate apply
    expect_status 1
    expect_err 'ci/after_each.sql:3:8: column "nothing" does not exist'
    expect_err '20240101000000_users was rolled back whole'
    [ -z "$(sql -c "SELECT to_regclass('users')")" ]
    sed -i '/nothing/d' ci/after_each.sql
    echo 'SELECT nothing;' >>ci/after.sql
    migrate apply
    expect_status 1
    expect_err 'What was applied stays, and this hook is not run again by itself'
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    echo 'COMMIT;' >ci/after.sql
    migration 20240103000000_more 'SELECT 1;'
    migrate apply
    expect_status 2
    expect_err 'ci/after.sql:1:1: error: '
    rm ci/after.sql
    migrate apply
    expect_status 2
    expect_err '[apply] after: '
}

test_a_hook_of_each_migration_runs_again_with_each_attempt() {
    project
    hooks
    sql -c 'CREATE SEQUENCE tries; CREATE TABLE t (id integer)'
    printf "SELECT nextval('tries');\nALTER TABLE t ADD IF NOT EXISTS c integer;\n" >>ci/after_each.sql
    psql -X -q "$DATABASE_URL" -c BEGIN -c 'LOCK TABLE t' -c 'SELECT pg_sleep(60)' >held 2>&1 &
    until sql -c "SELECT 1 FROM pg_locks WHERE relation = 't'::regclass" | grep -q 1; do :; done
    STATUS=0
    last='apply behind a lock'
    "$MIGRATE" apply --to 20240101000000 >"$OUT" 2>"$ERR" &
    local tool=$!
    until [ "$(sql -c 'SELECT last_value FROM tries')" -ge 2 ] || ! kill -0 "$tool"; do sleep 0.02; done
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'" >/dev/null
    wait "$tool" || STATUS=$?
    expect_status 0
    expect_err 'rolled back, trying again'
    [ "$(sql -c 'SELECT last_value FROM tries')" -ge 2 ]
    [ "$(sql -c "SELECT count(*) FROM told WHERE at = 'after_each'")" = 1 ]
}

test_commands_run_on_request() {
    project
    mkdir ci
    echo 'echo "$MIGRATE_HOOK $(psql -X -At "$DATABASE_URL" -c "$1")" >>ran; echo noise' >ci/hook.sh
    cat >migrate.ini <<'INI'
[apply]
before_command = sh ci/hook.sh "SELECT count(DISTINCT objid) FROM pg_locks WHERE locktype = 'advisory'"
after_command = sh ci/hook.sh 'SELECT count(*) FROM migrate.migration'
INI
    migrate apply --format json
    expect_status 0
    [ "$(cat ran)" = $'before 1\nafter 2' ] || fail "$(cat ran)"
    expect_no_out noise
    expect_err noise
    migrate apply
    [ "$(wc -l <ran)" = 2 ]
    migration 20240103000000_more 'SELECT 1;'
    printf '[apply]\nbefore_command = exit 3\n' >migrate.ini
    migrate apply
    expect_status 1
    expect_err 'the command of [apply] before_command failed (exit status 3)'
    expect_err 'No migration was applied'
}

run_tests

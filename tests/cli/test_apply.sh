#!/usr/bin/env bash
# Promotion: apply, status, baseline, resolve, down. What happens when things die is in tests/faults.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

migration() { # migration VERSION_NAME SQL [DOWN]
    mkdir -p "migrations/$1"
    printf '%s\n' "$2" >"migrations/$1/migration.sql"
    [ $# -lt 3 ] || printf '%s\n' "$3" >"migrations/$1/down.sql"
}

# A project of two migrations and an empty database for it.
project() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
    migration 20240101000000_users 'CREATE TABLE users (id integer);' 'DROP TABLE users;'
    migration 20240102000000_posts 'CREATE TABLE posts (id integer); CREATE INDEX ON posts (id);' 'DROP TABLE posts;'
}

test_apply_brings_a_database_up_to_date_once() {
    project
    migrate apply
    expect_ok
    expect_out 'applied 20240101000000_users'
    expect_out '2 migrations applied'
    [ "$(sql -c 'SELECT count(*) FROM pg_indexes WHERE tablename = $$posts$$')" = 1 ]
    migrate apply
    expect_ok
    expect_out_is <<<'already up to date'
    [ "$(sql -c 'SELECT string_agg(version || state, $$ $$) FROM migrate.history')" = '20240101000000applied 20240102000000applied' ]
}

test_dry_run_and_plan_change_nothing() {
    project
    migrate apply --dry-run
    expect_ok
    expect_out '2 pending'
    migrate apply --plan
    expect_ok
    expect_out 'CREATE TABLE users'
    [ -z "$(sql -c 'SELECT 1 FROM pg_namespace WHERE nspname = $$migrate$$')" ]
    [ -z "$(sql -c 'SELECT to_regclass($$users$$)')" ]
}

test_to_stops_after_a_version() {
    project
    migrate apply --to 20240101000000
    expect_ok
    expect_out '1 migration applied'
    migrate apply --to 20240109
    expect_status 2
    expect_err 'has no migration 20240109'
}

test_events_are_one_json_object_a_line() {
    project
    migrate apply --format json
    expect_ok
    while IFS= read -r line; do [[ $line == '{"event":"'*'}' ]] || fail "no event: $line"; done <"$OUT"
    expect_out '"event":"done","migration":"20240101000000_users","index":1,"count":2'
    expect_out '{"event":"end","ok":true,"pending":2,"applied":2,"signal":0}'
}

test_an_error_names_its_place_and_rolls_back() {
    project
    migration 20240103000000_bad $'CREATE TABLE half (id integer);\nSELECT \'ü\', nothing FROM half;'
    migrate apply
    expect_status 2
    expect_err 'migrations/20240103000000_bad/migration.sql:2:13: '
    expect_err '42703'
    expect_out 'applied 20240102000000_posts'
    [ -z "$(sql -c 'SELECT to_regclass($$half$$)')" ]
    [ "$(sql -c 'SELECT what FROM migrate.event ORDER BY id DESC LIMIT 1')" = 'rolled back' ]
    migration 20240103000000_bad 'CREATE TABLE half (id integer);'
    migrate apply
    expect_ok
}

test_what_does_not_fit_is_named_all_at_once() {
    project
    migration 20240104000000_last 'SELECT 1;'
    migrate apply
    expect_ok
    echo '-- edited' >>migrations/20240101000000_users/migration.sql
    rm -r migrations/20240102000000_posts
    migration 20240103000000_late 'SELECT 1;'
    migrate apply
    expect_status 4
    expect_err '20240101000000_users was edited'
    expect_err '20240102000000_posts is in the database'
    expect_err '20240103000000_late was never applied'
    migrate status
    expect_ok
    expect_out 'was edited'
}

test_other_line_ends_are_a_warning() {
    project
    migrate apply
    sed -i 's/$/\r/' migrations/20240101000000_users/migration.sql
    migrate apply
    expect_status 0
    expect_err 'line ends'
}

test_a_protected_environment_needs_a_yes() {
    project
    printf '[env production]\nurl = %s\nprotected = true\n' "$DATABASE_URL" >migrate.ini
    migrate apply --env production
    expect_status 4
    expect_err '20240101000000_users'
    expect_err '--yes'
    [ -z "$(sql -c 'SELECT to_regclass($$users$$)')" ]
    migrate apply --env production --yes
    expect_ok
}

test_a_copy_of_a_database_is_not_taken_for_it() {
    project
    migrate apply
    sql -c "CREATE DATABASE copy$number TEMPLATE cli$number"
    DATABASE_URL=${DATABASE_URL/cli$number/copy$number}
    migrate apply
    expect_status 4
    expect_err 'is a copy'
    migrate apply --adopt
    migrate apply
    expect_ok
}

test_a_foreign_schema_of_that_name_is_refused() {
    project
    sql -c 'CREATE SCHEMA migrate' -c 'CREATE TABLE migrate.meta (x integer)'
    migrate apply
    expect_status 4
    expect_err 'is not the ledger'
}

test_a_read_only_ledger_is_enough_for_status() {
    project
    migrate apply
    sql -c "CREATE ROLE looker LOGIN PASSWORD 'look$number'"
    DATABASE_URL="postgresql://looker:look$number@/cli$number?host=$SERVER_DIR" migrate status
    expect_out 'not known'
    sql -c 'GRANT USAGE ON SCHEMA migrate TO looker' -c 'GRANT SELECT ON ALL TABLES IN SCHEMA migrate TO looker'
    DATABASE_URL="postgresql://looker:look$number@/cli$number?host=$SERVER_DIR" migrate status
    expect_ok
    expect_out 'up to date: 2 applied'
}

test_events_cannot_be_rewritten() {
    project
    migrate apply
    ! sql -c 'DELETE FROM migrate.event' 2>/dev/null
    ! sql -c 'UPDATE migrate.event SET what = $$x$$' 2>/dev/null
    ! sql -c 'TRUNCATE migrate.event' 2>/dev/null
}

test_a_ledger_that_was_changed_by_hand_is_noticed() {
    project
    migrate apply
    sql -c 'UPDATE migrate.migration SET name = $$x$$ WHERE version = $$20240101000000$$'
    migrate apply
    expect_status 4
    expect_err 'do not follow from each other'
}

test_baseline_records_without_running() {
    project
    sql -c 'CREATE TABLE users (id integer)'
    migrate baseline 20240101000000
    expect_ok
    migrate apply
    expect_ok
    expect_out_is_applied=20240102000000_posts
    expect_out "applied $expect_out_is_applied"
    expect_no_out users
    migrate baseline 20240101000000
    expect_status 2
}

test_the_ledger_of_another_tool_asks_for_a_baseline() {
    project
    sql -c 'CREATE TABLE schema_migrations (version bigint)'
    migrate apply
    expect_status 4
    expect_err 'migrate baseline VERSION'
}

test_down_reverts_the_last_or_all() {
    project
    migrate apply
    migrate down
    expect_ok
    expect_out 'reverted 20240102000000_posts'
    [ -z "$(sql -c 'SELECT to_regclass($$posts$$)')" ]
    migrate apply
    expect_ok
    migrate down --to 0
    expect_ok
    expect_out '2 migrations reverted'
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 0 ]
    migrate apply
    expect_ok
}

# A migration whose way back cannot be one transaction.
concurrent_index() {
    migration 20240103000000_index '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY by_id ON users (id);
INSERT INTO users VALUES (1);' '-- migrate: no-transaction
DELETE FROM users;
DROP INDEX CONCURRENTLY by_id;
INSERT INTO posts VALUES (7);'
}

test_a_down_file_outside_a_transaction_resumes_after_a_kill() {
    project
    concurrent_index
    migrate apply
    expect_ok
    for point in running:1 intent:1 alone:1 executed:1 done:1 done:2 done:3 begin:1 commit:1 committed:2 finish:1; do
        (MIGRATE_FAULT=${point%:*}:kill9:${point#*:} "$MIGRATE" down || true) >/dev/null 2>&1
        [ "$(sql -c "SELECT state FROM migrate.migration WHERE version = '20240103000000'")" = reverting ] || fail "not half reverted at $point"
        migrate apply
        expect_status 4
        expect_err '20240103000000_index is half reverted'
        expect_err "finish that with 'migrate down'"
        migrate status
        expect_out 'half done'
        migrate down
        expect_ok
        expect_out '1 migration reverted'
        [ "$(sql -c "SELECT count(*), to_regclass('by_id') IS NULL FROM migrate.migration")" = '2|t' ]
        [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
        [ "$(sql -c 'SELECT count(*) FROM posts')" = 1 ] || fail "not once at $point"
        [ "$(sql -c 'SELECT count(*) FROM migrate.statement')" = 0 ]
        sql -c 'TRUNCATE posts'
        migrate apply
        expect_ok
    done
}

test_a_half_reverted_migration_can_be_decided_by_a_person() {
    project
    concurrent_index
    migrate apply
    (MIGRATE_FAULT=executed:kill9 "$MIGRATE" down || true) >/dev/null 2>&1
    migrate resolve 20240103000000 --not-applied --reason 'the index is gone'
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    migrate apply
    expect_ok
    sed -i 's/DROP INDEX.*/SELECT nothing;/' migrations/20240103000000_index/down.sql
    migrate down
    expect_status 2
    expect_err 'migrations/20240103000000_index/down.sql:3:8: '
    [ "$(sql -c "SELECT state || ' ' || error_sqlstate FROM migrate.migration WHERE version = '20240103000000'")" = 'reverting 42703' ]
    migrate resolve 20240103000000 --applied --reason 'it stays'
    expect_ok
    migrate apply
    expect_ok
}

test_a_down_file_in_a_transaction_says_what_it_needs() {
    project
    concurrent_index
    sed -i 1d migrations/20240103000000_index/down.sql
    migrate apply
    migrate down
    expect_status 2
    expect_err 'down.sql:2:1: drop index concurrently cannot run inside a transaction'
    expect_err "begin the file with the line '-- migrate: no-transaction'"
    echo '-- migrate: no-transactoin' >migrations/20240103000000_index/down.sql
    migrate down
    expect_status 2
    expect_err 'did you mean "no-transaction"'
}

test_resolve_needs_a_half_done_migration_and_a_reason() {
    project
    migrate apply
    migrate resolve 20240101000000 --applied --reason x
    expect_status 2
    expect_err 'nothing to decide'
    migrate resolve 20240101000000 --applied
    expect_status 2
}

test_a_set_in_one_migration_does_not_reach_the_next() {
    project
    migration 20240103000000_leak "SET search_path = pg_temp; SET ROLE pg_monitor; CREATE TEMP TABLE x (); PREPARE p AS SELECT 1; LISTEN l; SET statement_timeout = 1;"
    migration 20240104000000_next 'CREATE TABLE plain (id integer); SELECT pg_sleep(0.01); PREPARE p AS SELECT 1;'
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT schemaname || tableowner FROM pg_tables WHERE tablename = $$plain$$')" = publicpostgres ]
}

test_who_holds_a_lock_that_is_needed_is_named_before() {
    project
    migrate apply
    migration 20240103000000_alter 'ALTER TABLE "users" ADD COLUMN mail text;'
    sql -c 'BEGIN' -c 'SELECT count(*) FROM users' -c '\! touch holding; until [ -e ended ]; do sleep 0.05; done' >/dev/null &
    until [ -e holding ] && [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE xact_start < now() - interval '1.1 s' AND datname = current_database()")" = 1 ]; do sleep 0.05; done
    migrate apply --dry-run
    touch ended
    wait $!
    expect_status 0
    expect_err 'holds a lock on it: SELECT count(*) FROM users'
}

test_the_disk_that_large_tables_need_is_told_before() {
    project
    migrate apply
    sql -c 'CREATE TABLE big (id integer, body text STORAGE EXTERNAL)' 2>/dev/null ||
        sql -c 'CREATE TABLE big (id integer, body text)' -c 'ALTER TABLE big ALTER body SET STORAGE EXTERNAL'
    sql -c "INSERT INTO big SELECT i, repeat('x', 1000000) FROM generate_series(1, 70) i"
    sql -c 'CREATE SCHEMA "Odd"' -c 'CREATE TABLE "Odd"."b\ig" (LIKE big INCLUDING ALL)' -c 'INSERT INTO "Odd"."b\ig" SELECT * FROM big'
    migration 20240103000000_large 'ALTER TABLE big ALTER id TYPE bigint; CREATE INDEX ON "Odd"."b\ig" (id); CREATE INDEX ON users (id);
ALTER TABLE big ADD c integer DEFAULT 7; CREATE TABLE big2 (id integer); CREATE INDEX ON big2 (id);'
    migrate apply --dry-run
    expect_status 0
    expect_err 'public.big (69 MB) may be written anew by a pending migration'
    expect_err 'builds an index over "Odd"."b\ig" (69 MB)'
    [ "$(grep -c '^warning' "$ERR")" -eq 2 ] || fail 'others are told, too'
    migrate apply
    expect_status 0
}

test_a_lock_that_is_given_back_from_within_is_noticed() {
    project
    migrate apply
    migration 20240103000000_unlock "DO \$\$ BEGIN EXECUTE 'SELECT pg_advisory_' || 'unlock_all()'; END \$\$; CREATE TABLE third (id integer);"
    migrate apply
    expect_status 4
    expect_err 'gave its lock back'
    [ -z "$(sql -c 'SELECT to_regclass($$third$$)')" ]
    migration 20240103000000_unlock "DO \$\$ BEGIN EXECUTE 'SELECT pg_' || 'sleep(0)'; END \$\$; CREATE TABLE third (id integer);"
    migrate apply
    expect_ok
}

test_no_password_is_ever_shown() {
    project
    for url in 'postgresql://u:S3cr3tPa%ss@127.0.0.1:1/x' 'postgresql://u:S3cr3tPass@[::1/x' 'host=/nowhere password=S3cr3tPass x' \
        'postgresql://u:S3cr3tPass@/x?host=/nowhere' 'password = S3cr3tPass port=S3cr3tPass' "postgresql://u:S3cr3tPass@h:99999/"; do
        migrate apply --url "$url"
        [ "$STATUS" -ge 2 ] || fail "no error for $url"
        expect_no_err S3cr3t
        expect_no_out S3cr3t
    done
}

test_a_run_records_what_the_schema_was_before_and_after() {
    project
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT count(schema_before), count(schema_after), count(DISTINCT schema_after) FROM migrate.migration')" = '1|1|1' ]
    [ "$(sql -c 'SELECT schema_after IS NOT NULL FROM migrate.migration ORDER BY seq DESC LIMIT 1')" = t ]
    after=$(sql -c 'SELECT schema_after FROM migrate.migration ORDER BY seq DESC LIMIT 1')
    migration 20240103000000_more 'SET search_path = pg_catalog; CREATE TABLE public.more (id integer DEFAULT 7);' 'DROP TABLE more;'
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT schema_before FROM migrate.migration WHERE version = $$20240103000000$$')" = "$after" ]
    migrate down
    expect_ok
    [ "$(sql -c 'SELECT schema_after FROM migrate.migration ORDER BY seq DESC LIMIT 1')" = "$after" ]
}

test_a_run_leaves_the_fingerprints_out_where_that_is_wanted() {
    project
    printf '[apply]\nfingerprint = false\n' >migrate.ini
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT count(*), count(schema_before), count(schema_after) FROM migrate.migration')" = '2|0|0' ]
    migrate apply --check-drift
    expect_ok
}

test_check_drift_lets_a_database_pass_that_is_what_its_ledger_says() {
    project
    migrate apply --check-drift
    expect_ok
    migrate apply --check-drift
    expect_ok
    sql -c 'UPDATE migrate.migration SET schema_after = NULL'
    migrate apply --check-drift
    expect_ok
    expect_out_is <<<'already up to date'
}

test_check_drift_names_every_difference_and_runs_nothing() {
    project
    migrate apply
    expect_ok
    sql -c 'ALTER TABLE users ADD hand_made text' -c 'CREATE INDEX by_hand ON posts (id, id)' -c 'CREATE TABLE extra (id integer)' \
        -c 'ALTER TABLE posts ALTER id SET NOT NULL' -c 'DROP INDEX posts_id_idx'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply --check-drift
    expect_status 4
    expect_err 'column public.users.hand_made is in the database, but not in the history'
    expect_err 'index public.by_hand is in the database'
    expect_err 'table public.extra is in the database'
    expect_err 'index public.posts_id_idx is in the history, but not in the database'
    expect_err 'column public.posts.id is another one in the database than in the history (not_null: nothing in the history'
    expect_no_err 'public.extra.id'
    [ -z "$(sql -c 'SELECT to_regclass($$more$$)')" ]
    migrate apply
    expect_ok
    migrate apply --check-drift
    expect_status 4
    expect_err 'index public.by_hand is in the database'
}

# A check over a list, made again from what the server prints of it, is printed in other words.
test_what_the_server_only_words_otherwise_is_no_drift() {
    project
    migration 20240103000000_kind "CREATE TABLE kinds (kind varchar(9) CONSTRAINT known CHECK (kind IN ('a', 'b')));"
    migrate apply
    expect_ok
    before=$(sql -c "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'known'")
    sql -c 'ALTER TABLE kinds DROP CONSTRAINT known' -c "ALTER TABLE kinds ADD CONSTRAINT known $before"
    [ "$before" != "$(sql -c "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'known'")" ]
    migrate drift
    expect_ok
    migrate apply --check-drift
    expect_ok
    migrate status --drift
    expect_ok
    expect_out 'up to date'
    sql -c 'ALTER TABLE kinds DROP CONSTRAINT known' -c "ALTER TABLE kinds ADD CONSTRAINT known CHECK (kind IN ('a', 'c'))"
    migrate apply --check-drift
    expect_status 4
    expect_err 'known on public.kinds is another one in the database'
}

test_a_migration_that_is_half_done_is_no_drift() {
    project
    migration 20240103000000_half '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY half ON posts (id);'
    migrate apply --to 20240102000000
    (MIGRATE_FAULT=done:kill9 "$MIGRATE" apply || true) >/dev/null 2>&1
    migrate apply --check-drift
    expect_status 0
    expect_err 'half done'
    expect_out '1 migration applied'
}

test_status_shows_each_state_with_its_fingerprint() {
    project
    migrate status
    expect_ok
    expect_out 'schema       not known'
    mkdir schema
    echo 'CREATE TABLE users (id integer);' >schema/schema.sql
    migrate apply
    migrate status
    expect_ok
    expect_out 'schema       1 file in'
    sum=$(sed -n 's/^history .*, //p' "$OUT")
    [ ${#sum} -eq 12 ]
    expect_out "up to date: 2 applied, last 20240102000000_posts at"
    [ "$(grep -c ", $sum\$" "$OUT")" -eq 2 ]
    migrate status --format json
    expect_ok
    chain=$(python3 -c 'import json,sys; s=json.load(sys.stdin); print(s["history"]["chain"] == s["environments"][0]["chain"], s["environments"][0]["last"]["schema_after"] is not None, s["schema"]["files"])' <"$OUT")
    [ "$chain" = 'True True 1' ]
}

test_status_with_drift_reads_the_database() {
    project
    migrate apply
    migrate status --drift
    expect_ok
    expect_out 'up to date'
    expect_out ', schema '
    sql -c 'CREATE INDEX by_hand ON users (id)'
    migrate status
    expect_ok
    expect_out 'up to date'
    migrate status --drift
    expect_ok
    expect_out 'does not fit'
    expect_out 'index public.by_hand is in the database, but not in the history'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply
    migrate status --drift
    expect_out 'index public.by_hand is in the database, but not in the history'
    migrate status --drift --format json
    expect_ok
    expect_out '"code": "drift"'
}

test_time_limits_of_a_role_do_not_end_the_session() {
    project
    DATABASE_URL=$(server_database "limits$number" "limited$number")
    psql -X -q "$SERVER_URL" -c "ALTER ROLE limited$number SET statement_timeout = '1ms'" -c "ALTER ROLE limited$number SET idle_in_transaction_session_timeout = '1ms'"
    for round in 1 2 3 4 5; do
        migrate status
        expect_ok
        expect_out 'nothing'
    done
    migrate apply
    expect_ok
    expect_out '2 migrations applied'
}

# A pooler in transaction mode before the project's database; sets POOLED.
with_pooler() {
    command -v pgbouncer >/dev/null || PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null || skip 'there is no PgBouncer (ci/deps test gets it)'
    local folder=$SERVER_DIR/pool$number deadline=$((SECONDS + 60))
    mkdir -m 700 "$folder"
    cat >"$folder/ini" <<INI
[databases]
pooled = host=$SERVER_DIR dbname=cli$number user=postgres password=$(cat "$SERVER_DIR/password")
[pgbouncer]
listen_addr =
unix_socket_dir = $folder
auth_type = any
pool_mode = transaction
logfile = $folder/log
INI
    chown -R "$(server_user)" "$folder"
    server_become
    PATH=$PATH:/usr/sbin "${server_as[@]}" setpriv --pdeathsig KILL pgbouncer "$folder/ini" >/dev/null 2>&1 &
    POOLER=$!
    until [ -S "$folder/.s.PGSQL.6432" ]; do
        [ "$SECONDS" -lt "$deadline" ] || fail 'the pooler does not start'
        kill -0 "$POOLER" || fail "the pooler ended: $(cat "$folder/log")"
    done
    POOLED="postgresql://postgres@/pooled?host=$folder&port=6432"
}
end_pooler() { { kill -KILL "$POOLER" && wait "$POOLER"; } 2>/dev/null || true; }

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
    expect_status 2
    expect_err 'write SET LOCAL'
    expect_err '20240104000000_alone runs outside a transaction'
    sed -i 's/SET /SET LOCAL /' migrations/20240103000000_set/migration.sql
    migrate apply --pooler=transaction --url "$POOLED" --to 20240103000000
    expect_ok
    migrate apply --url "$DATABASE_URL"
    expect_ok
    expect_out '1 migration applied'
    end_pooler
}

test_appliers_at_once_through_a_pooler_apply_each_migration_once() {
    project
    with_pooler
    for i in {10..39}; do migration "202402010000${i}_m" "CREATE TABLE m$i (n integer); INSERT INTO m$i VALUES (1);"; done
    pids=()
    for i in {1..5}; do
        "$MIGRATE" apply --pooler=transaction --url "$POOLED" >"out.$i" 2>"err.$i" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "an applier failed: $(cat err.*)"; done
    end_pooler
    [ "$(cat out.* | grep -c '^applied ')" -eq 32 ] || fail "not each once: $(cat out.*)"
    [ "$(sql -c "SELECT count(*), count(DISTINCT version) FROM migrate.event WHERE what = 'applied'")" = '32|32' ]
    migrate apply --check-drift --url "$DATABASE_URL"
    expect_ok
}

test_a_run_through_a_pooler_that_is_killed_is_taken_up_again() {
    project
    with_pooler
    migration 20240103000000_third 'CREATE TABLE third (n integer); INSERT INTO third VALUES (1);'
    for point in begin fence statement commit committed ledger; do
        for nth in 1 2 3; do
            (MIGRATE_FAULT=$point:kill9:$nth "$MIGRATE" apply --pooler=transaction --url "$POOLED" || true) >/dev/null 2>&1
            migrate apply --pooler=transaction --url "$POOLED"
            expect_status 0
            [ "$(sql -c 'SELECT count(*) FROM third')" = 1 ] || fail "not once after $point:$nth"
            [ "$(sql -c "SELECT count(*), count(DISTINCT version) FROM migrate.event WHERE what = 'applied'")" = '3|3' ]
            sql -c 'SET client_min_messages = error' -c 'DROP SCHEMA migrate CASCADE' -c 'DROP TABLE users, posts, third'
        done
    done
    end_pooler
}

# Kills the program right after the statement of migration $1 was executed, and applies again.
die_and_apply() {
    (MIGRATE_FAULT=executed:kill9 "$MIGRATE" apply || true) >/dev/null 2>&1
    [ "$(sql -c "SELECT state FROM migrate.migration WHERE version = '$1'")" = running ]
    migrate apply
    expect_ok
    [ "$(sql -c "SELECT state FROM migrate.migration WHERE version = '$1'")" = applied ]
}

test_what_the_catalogs_show_to_be_done_is_not_done_again() {
    project
    migrate apply
    migration 20240103000000_database "-- migrate: no-transaction
CREATE DATABASE made$number TEMPLATE template0;"
    die_and_apply 20240103000000
    [ "$(sql -c "SELECT count(*) FROM pg_database WHERE datname = 'made$number'")" = 1 ]
    migration 20240104000000_label "-- migrate: no-transaction
ALTER SYSTEM SET work_mem = '5MB';"
    die_and_apply 20240104000000
    migration 20240105000000_gone "-- migrate: no-transaction
DROP DATABASE made$number;"
    die_and_apply 20240105000000
    [ "$(sql -c "SELECT count(*) FROM pg_database WHERE datname = 'made$number'")" = 0 ]
    sql -c 'ALTER SYSTEM RESET work_mem'
}

run_tests

#!/usr/bin/env bash
# Promotion: apply, status, baseline, resolve. What happens when things die is in tests/faults.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

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
    [ "$(sql -c 'SELECT string_agg(version || state, $$ $$) FROM migrate.history')" \
        = '20240101000000applied 20240102000000applied' ]
}

# What it needs to know of the session and of the ledger, in a message each.
test_nothing_to_do_takes_two_messages() {
    local status=0
    command -v strace >/dev/null || skip 'strace is not installed'
    strace -o trace -e trace=sendto true 2>/dev/null || skip 'strace may not trace here'
    project
    migrate apply
    expect_ok
    ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o trace -e trace=connect,sendto "$MIGRATE" apply >"$OUT" 2>"$ERR" ||
        status=$?
    [ "$status" -eq 0 ] || fail "status $status: $(cat "$ERR")"
    expect_out 'already up to date'
    [ "$(grep -c '"[QP]\\0' trace)" -eq 2 ] || fail "$(grep -o 'sendto([0-9]*, "[QP].\{60\}' trace)"
    [ "$(grep -c 'connect(.*= 0' trace)" -eq 1 ] || fail "$(grep 'connect(' trace)"
}

test_the_ledger_names_the_commit() {
    project
    git init -q .
    git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first
    first=$(git rev-parse HEAD)
    migrate baseline 20240101000000
    expect_ok
    git -c user.name=a -c user.email=a@b commit -q --allow-empty -m second
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT string_agg(git_commit, $$ $$ ORDER BY version) FROM migrate.migration')" \
        = "$first $(git rev-parse HEAD)" ]
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
    expect_out '{"event":"end","ok":true,"pending":2,"applied":2,"signal":0,'
}

test_an_error_names_its_place_and_rolls_back() {
    project
    migration 20240103000000_bad $'CREATE TABLE half (id integer);\nSELECT \'ü\', nothing FROM half;'
    migrate apply
    expect_status 1
    expect_err 'migrations/20240103000000_bad/migration.sql:2:13: '
    expect_err "     2 | SELECT 'ü', nothing FROM half;"
    expect_err '       |             ^'
    expect_err '20240103000000_bad was rolled back whole'
    expect_err 'run the command again'
    expect_err '42703'
    expect_out 'applied 20240102000000_posts'
    [ -z "$(sql -c 'SELECT to_regclass($$half$$)')" ]
    [ "$(sql -c 'SELECT what FROM migrate.event ORDER BY id DESC LIMIT 1')" = 'rolled back' ]
    migration 20240103000000_bad 'CREATE TABLE half (id integer);'
    migrate apply
    expect_ok
}

test_an_error_outside_a_transaction_says_where_the_next_run_goes_on() {
    project
    migration 20240103000000_bad \
        $'-- migrate: no-transaction\nCREATE TABLE half (id integer);\nCREATE INDEX CONCURRENTLY i ON half (nothing);'
    migrate apply
    expect_status 1
    expect_err \
        'the statements of it that were done stay. Correct this one, then run the command again, which goes on here'
    expect_err '     3 | CREATE INDEX CONCURRENTLY i ON half (nothing);'
    migration 20240103000000_bad \
        $'-- migrate: no-transaction\nCREATE TABLE half (id integer);\nCREATE INDEX CONCURRENTLY i ON half (id);'
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT indisvalid FROM pg_index WHERE indexrelid = $$i$$::regclass')" = t ]
}

test_what_a_transaction_cannot_hold_names_the_directive() {
    project
    migration 20240103000000_call "DO 'BEGIN COMMIT; END';"
    migrate apply
    expect_status 1
    expect_err "-- migrate: no-transaction"
    sed -i '1i -- migrate: no-transaction' migrations/20240103000000_call/migration.sql
    migrate apply
    expect_ok
    migration 20240104000000_pending \
        'CREATE TABLE k (id integer PRIMARY KEY);
CREATE TABLE m (k integer REFERENCES k DEFERRABLE INITIALLY DEFERRED);
INSERT INTO k VALUES (1); INSERT INTO m VALUES (1); ALTER TABLE m ADD COLUMN c integer;'
    migrate apply
    expect_status 1
    expect_err '55006'
    expect_err "-- migrate: no-transaction"
    sed -i '1i -- migrate: no-transaction' migrations/20240104000000_pending/migration.sql
    migrate apply
    expect_ok
}

test_a_role_that_may_not_ask_for_the_server_learns_what_to_grant() {
    project
    psql -X -q "$SERVER_URL" -c 'CREATE ROLE blind LOGIN' -c "ALTER ROLE blind PASSWORD 'blind$number'" \
        -c "GRANT CREATE ON DATABASE cli$number TO blind"
    sql -c 'GRANT CREATE ON SCHEMA public TO blind' -c 'REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC'
    local blind="postgresql://blind:blind$number@/cli$number?host=$SERVER_DIR"
    migrate apply --url "$blind"
    expect_status 3
    expect_err 'GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO'
    sql -c 'GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO "blind"'
    migrate apply --url "$blind"
    expect_ok
}

test_statements_that_travel_together_are_told_apart() {
    project
    local i many=''
    for i in {1..400}; do many+="INSERT INTO many VALUES ($i, 'to fill more than one message');"$'\n'; done
    migration 20240103000000_many \
        "CREATE TABLE many (id integer, why text);"$'\n'"${many}SELECT nothing FROM many;"$'\n'"$many"
    migrate apply
    expect_status 1
    expect_err 'migrations/20240103000000_many/migration.sql:402:8: '
    migration 20240103000000_many \
        "CREATE TABLE many (id integer, why text);"$'\n'"${many}COPY many TO STDOUT;"$'\n'"$many"
    migration 20240104000000_none '-- nothing yet'
    migrate apply --format json
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM many')" = 800 ]
    [ "$(grep -c '"event":"statement","migration":"20240103000000_many"' "$OUT")" = 802 ] ||
        fail 'each statement is told once'
}

test_what_fails_after_the_last_statement_names_the_file() {
    project
    migration 20240103000000_reads 'CREATE TABLE t (a integer); SET transaction_read_only = on;'
    migrate apply
    expect_status 1
    local script=migrations/20240103000000_reads/migration.sql
    expect_err "$script: after the last statement, while the ledger is written:" \
        'cannot execute SELECT in a read-only transaction'
    migration 20240103000000_reads 'DELETE FROM migrate.migration;'
    migrate apply
    expect_status 4
    expect_err "$script: a statement ended the transaction of the migration and began another," \
        'gave its lock back, or changed the ledger: removed or wrote its row'
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
}

test_a_time_limit_of_a_migration_is_not_the_ledgers() {
    project
    migrate apply
    sql -c "CREATE OR REPLACE FUNCTION migrate.is_coherent(entry migrate.migration) RETURNS boolean LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_catalog.pg_sleep(0.3); RETURN true; END'"
    migration 20240103000000_limit 'SET statement_timeout = 100;'
    migrate apply
    expect_ok
}

test_notices_come_behind_the_statement_that_gave_them() {
    project
    migration 20240103000000_notices "$(printf "DO \$\$BEGIN RAISE NOTICE 'from %s'; END\$\$;\nSELECT \
        %s;\n" 1 2 3 4 5 6)"
    migrate apply --format json
    expect_ok
    sed -n 's/^{"event":"statement","migration":"20240103000000_notices".*,"statement":\([0-9]*\),.*/\1/p
        s/^{"event":"notice",.*"text":"from \([0-9]*\)"}$/from \1/p' "$OUT" | paste -sd ' ' >order
    [ "$(<order)" = '1 from 1 2 3 from 3 4 5 from 5 6' ] || fail "$(<order)"
}

test_a_migration_has_the_isolation_that_it_begins_with() {
    project
    mkdir migrations/20240103000000_copied
    cat >migrations/20240103000000_copied/migration.sql <<'SQL'
BEGIN;
-- One snapshot for all.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
CREATE TABLE seen AS SELECT current_setting('transaction_isolation') AS level;
COMMIT;
SQL
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT level FROM seen')" = 'repeatable read' ]
    [ "$(sql -c 'SELECT state FROM migrate.history WHERE version = $$20240103000000$$')" = applied ]
}

test_what_does_not_fit_is_named_all_at_once() {
    project
    migration 20240104000000_last 'SELECT 1;'
    migrate apply
    expect_ok
    echo 'SELECT 1; -- edited' >>migrations/20240101000000_users/migration.sql
    rm -r migrations/20240102000000_posts
    migration 20240103000000_late 'SELECT 1;'
    migrate apply
    expect_status 4
    expect_err '20240101000000_users was edited'
    expect_err '20240102000000_posts is in the database'
    expect_err '20240103000000_late was never applied'
    migrate status
    expect_status 4
    expect_out 'was edited'
    expect_out 'does not match'
}

test_other_line_ends_are_a_note() {
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
    expect_out 'unreachable'
    sql -c 'GRANT USAGE ON SCHEMA migrate TO looker' -c 'GRANT SELECT ON ALL TABLES IN SCHEMA migrate TO looker'
    DATABASE_URL="postgresql://looker:look$number@/cli$number?host=$SERVER_DIR" migrate status
    expect_ok
    expect_out 'up to date: 2 applied'
}

# The ledger's own rules, whoever writes to it.
refused() { ! sql -c "$1" 2>/dev/null || fail "the database took: $1"; }

test_events_cannot_be_rewritten() {
    project
    migrate apply
    refused 'DELETE FROM migrate.event'
    refused 'UPDATE migrate.event SET what = $$x$$'
    refused 'TRUNCATE migrate.event'
}

test_a_row_of_the_ledger_cannot_contradict_itself() {
    local change
    project
    migrate apply
    sql -c 'UPDATE migrate.migration SET note = $$fine$$'
    while IFS= read -r change; do
        refused "UPDATE migrate.migration SET $change"
    done <<'SQL'
key = ''
position = 0
mode = 'other'
state = 'other'
algorithm = 'md5'
sum_raw = '\x00'
sum_lf = '\x00'
chain = '\x00'
statements_total = -1, statements_done = -1
statements_done = -1
statements_done = statements_total + 1
attempt = 0
finished_at = NULL
statements_total = statements_total + 1
error = 'x'
state = 'running'
state = 'reverting'
SQL
    sql -c "UPDATE migrate.migration SET state = 'failed', error = 'x' WHERE seq = 1"
    refused "UPDATE migrate.migration SET state = 'unknown'"
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

test_a_version_that_is_not_there_is_a_mistake_and_no_more() {
    project
    local verb
    for verb in baseline 'apply --to' 'down --to'; do
        # shellcheck disable=SC2086
        migrate $verb 20250101000000
        expect_status 2
        expect_err 'has no migration 20250101000000'
        expect_no_out
        # shellcheck disable=SC2086
        migrate $verb 20250101000000 --format json
        expect_status 2
        expect_no_out '"applied":1'
        [ "$(wc -l <"$OUT")" -le 1 ]
    done
}

test_the_ledger_of_another_tool_asks_for_a_baseline() {
    project
    sql -c 'CREATE TABLE schema_migrations (version bigint)' -c 'CREATE TABLE "SequelizeMeta" (name text)' -c \
        'CREATE TABLE my_schema_migrations ()'
    migrate apply
    expect_status 4
    expect_err 'one of another tool: public."SequelizeMeta", public.schema_migrations;'
    expect_err 'migrate baseline VERSION'
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
    migration 20240103000000_leak \
        "SET search_path = pg_temp; SET ROLE pg_monitor; CREATE TEMP TABLE x (); PREPARE p AS SELECT 1;
LISTEN l; SET statement_timeout = 100;"
    migration 20240104000000_next 'CREATE TABLE plain (id integer); SELECT pg_sleep(0.2); PREPARE p AS SELECT 1;'
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT schemaname || tableowner FROM pg_tables WHERE tablename = $$plain$$')" = publicpostgres ]
}

# Once with a prepared statement, which the quick way of resetting a session leaves to the thorough one.
test_nothing_that_is_left_in_a_session_reaches_the_next() {
    local also
    project
    migrate apply
    for also in '' 'PREPARE p AS SELECT 1;'; do
        migration 20240103000000_leave "SET work_mem = '5MB'; CREATE TEMP TABLE x (); LISTEN l;
DECLARE c CURSOR WITH HOLD FOR SELECT 1;
CREATE SEQUENCE s; SELECT nextval('s'); SET ROLE pg_monitor; $also"
        migration 20240104000000_look "CREATE TABLE seen AS SELECT format('%s %s %s %s %s',
    current_user, (SELECT source FROM pg_settings WHERE name = 'work_mem'),
    to_regclass('pg_temp.x') IS NULL, (SELECT count(*) FROM pg_listening_channels()),
    (SELECT count(*) FROM pg_cursors WHERE name = 'c')) AS "all";
DO \$\$ BEGIN
    PERFORM currval('s'); RAISE 'currval is known';
EXCEPTION WHEN object_not_in_prerequisite_state THEN END \$\$;
PREPARE p AS SELECT 1;"
        migrate apply
        expect_ok
        [ "$(sql -c 'SELECT "all" FROM seen')" = 'postgres default t 0 0' ] || fail "$(sql -c 'SELECT "all" FROM seen')"
        sql -c 'SET client_min_messages = error' -c 'DROP TABLE seen' -c 'DROP SEQUENCE s' -c \
            "DELETE FROM migrate.migration WHERE version > '20240102000000'"
    done
}

test_a_configuration_that_changes_meanwhile_does_not_reach_the_next() {
    project
    migration 20240103000000_configure "-- migrate: no-transaction
ALTER SYSTEM SET check_function_bodies = off;
SELECT pg_reload_conf();
SELECT pg_sleep(0.5);
CREATE TABLE seen AS SELECT current_setting('work_mem') AS work_mem;"
    migration 20240104000000_next "CREATE TABLE pinned AS SELECT current_setting('check_function_bodies') AS value;"
    migration 20240105000000_last 'CREATE TABLE last (id integer);'
    migrate apply
    sql -c 'ALTER SYSTEM RESET check_function_bodies' -c 'SELECT pg_reload_conf()' >reset
    expect_ok
    [ "$(sql -c 'SELECT value FROM pinned')" = on ]
}

test_a_migration_may_take_away_what_is_prepared() {
    project
    migration 20240103000000_deallocate 'CREATE TABLE third (id integer); DEALLOCATE ALL;'
    migration 20240104000000_next 'CREATE TABLE fourth (id integer);'
    migrate apply
    expect_status 0
    expect_out '4 migrations applied'
    expect_err 'rolled back, trying again: prepared statement'
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'applied'")" = 4 ]
    migration 20240105000000_fifth 'CREATE TABLE fifth (id integer);'
    migration 20240106000000_execute 'EXECUTE nobody;'
    migrate apply
    expect_status 1
    expect_no_err 'trying again'
    expect_err '20240106000000_execute/migration.sql:1:1: prepared statement "nobody" does not exist'
    [ "$(sql -c 'SELECT max(version) FROM migrate.history')" = 20240105000000 ]
}

test_who_holds_a_lock_that_is_needed_is_named_before() {
    project
    migrate apply
    # A name that looks like a parameter or ends a comment is nothing but a name.
    migration 20240103000000_alter $'CREATE TABLE "$1\n\'" (id integer); ALTER TABLE "$1\n\'" ADD a integer;
        ALTER TABLE "users" ADD COLUMN mail text;'
    sql -c 'BEGIN' -c 'SELECT count(*) FROM users' -c \
        '\! touch holding; until [ -e ended ]; do sleep 0.05; done' >/dev/null &
    until [ -e holding ] &&
        [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE xact_start < now() - interval '1.1 s' AND datname \
            = current_database()")" = 1 ]; do sleep 0.05; done
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
    sql -c 'CREATE SCHEMA "Odd"' -c 'CREATE TABLE "Odd"."b\ig" (LIKE big INCLUDING ALL)' -c \
        'INSERT INTO "Odd"."b\ig" SELECT * FROM big'
    migration 20240103000000_large 'ALTER TABLE big ALTER id TYPE bigint;
CREATE INDEX ON "Odd"."b\ig" (id); CREATE INDEX ON users (id);
ALTER TABLE big ADD c integer DEFAULT 7; CREATE TABLE big2 (id integer); CREATE INDEX ON big2 (id);
CREATE INDEX ON public.big (id); CREATE INDEX ON Big (id); CREATE INDEX ON "$2" (id);'
    migrate apply --dry-run
    expect_status 0
    expect_err 'public.big (69 MB) may be rewritten by a pending migration'
    expect_err 'builds an index over "Odd"."b\ig" (69 MB)'
    expect_err 'builds an index over public.big (69 MB)'
    [ "$(grep -c '^warning' "$ERR")" -eq 4 ] || fail 'others are told, too'
    sed -i 's/ CREATE INDEX ON "$2" (id);//' migrations/20240103000000_large/migration.sql
    migrate apply
    expect_status 0
}

test_a_lock_that_is_given_back_from_within_is_noticed() {
    project
    migrate apply
    migration 20240103000000_unlock \
        "DO \$\$ BEGIN EXECUTE 'SELECT pg_advisory_' || 'unlock_all()'; END \$\$; CREATE TABLE third (id integer);"
    migrate apply
    expect_status 4
    expect_err 'gave its lock back'
    [ -z "$(sql -c 'SELECT to_regclass($$third$$)')" ]
    migration 20240103000000_unlock \
        "DO \$\$ BEGIN EXECUTE 'SELECT pg_' || 'sleep(0)'; END \$\$; CREATE TABLE third (id integer);"
    migrate apply
    expect_ok
}

test_no_password_is_ever_shown() {
    project
    for url in 'postgresql://u:S3cr3tPa%ss@127.0.0.1:1/x' 'postgresql://u:S3cr3tPass@[::1/x' \
        'host=/nowhere password=S3cr3tPass x' \
        'postgresql://u:S3cr3tPass@/x?host=/nowhere' 'password = S3cr3tPass port=S3cr3tPass' \
            "postgresql://u:S3cr3tPass@h:99999/"; do
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
    [ "$(sql -c 'SELECT count(schema_before), count(schema_after), count(DISTINCT schema_after)
        FROM migrate.migration')" = '1|1|1' ]
    [ "$(sql -c 'SELECT schema_after IS NOT NULL FROM migrate.migration ORDER BY seq DESC LIMIT 1')" = t ]
    after=$(sql -c 'SELECT schema_after FROM migrate.migration ORDER BY seq DESC LIMIT 1')
    migration 20240103000000_more 'SET search_path = pg_catalog; CREATE TABLE public.more (id integer DEFAULT 7);' \
        'DROP TABLE more;'
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
    sql -c 'ALTER TABLE users ADD hand_made text' -c 'CREATE INDEX by_hand ON posts (id, id)' -c \
        'CREATE TABLE extra (id integer)' \
        -c 'ALTER TABLE posts ALTER id SET NOT NULL' -c 'DROP INDEX posts_id_idx'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply --check-drift
    expect_status 4
    expect_err 'column public.users.hand_made is in the database, but not in the history'
    expect_err 'index public.by_hand is in the database'
    expect_err 'table public.extra is in the database'
    expect_err 'index public.posts_id_idx is in the history, but not in the database'
    expect_err 'column public.posts.id differs between the history and the database'
    expect_err 'not_null: nothing in the history'
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
    sql -c 'ALTER TABLE kinds DROP CONSTRAINT known' -c \
        "ALTER TABLE kinds ADD CONSTRAINT known CHECK (kind IN ('a', 'c'))"
    migrate apply --check-drift
    expect_status 4
    expect_err 'known on public.kinds differs between the history and the database'
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
    expect_out 'schema       unreadable'
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
    chain=$(python3 -c 'import json, sys
status = json.load(sys.stdin)
target = status["environments"][0]
print(status["history"]["chain"] == target["chain"], target["last"]["schema_after"] is not None,
      status["schema"]["files"])' <"$OUT")
    [ "$chain" = 'True True 1' ]
}

# The statuses that status --format json tells, of all and of each.
statuses() { python3 -c \
    'import json,sys; s=json.load(sys.stdin); print(s["status"], *(e["status"] for e in s["environments"]))' <"$OUT"; }

test_status_ends_with_what_is_wrong() {
    project
    migration 20240103000000_half '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY half ON posts (id);'
    printf '[env good]\nurl = %s\n[env gone]\nurl = postgresql:///x?host=%s/nowhere\n[env none]\nurl = ${NOT_SET}\n' \
        "$DATABASE_URL" "$PWD" >migrate.ini
    local DATABASE=$DATABASE_URL
    unset DATABASE_URL
    migrate status
    expect_status 3
    expect_out 'unreachable'
    migrate status --format json
    expect_status 3
    [ "$(statuses)" = '3 0 3 0 0' ] || fail "$(statuses)"
    migrate status --env none
    expect_status 2
    (MIGRATE_FAULT=done:kill9 "$MIGRATE" apply --env good || true) >/dev/null 2>&1
    migrate status --env good
    expect_status 4
    expect_out 'half done'
    migrate status --format json
    expect_status 4
    [ "$(statuses)" = '4 0 3 4 0' ] || fail "$(statuses)"
    migrate apply --env good
    mv migrations/20240103000000_half .
    migrate status --env good
    expect_ok
    expect_out 'ahead of this checkout'
    migrate apply --env good
    expect_status 0
    mv 20240103000000_half migrations/
    rm -r migrations/20240102000000_posts
    migrate status --env good
    expect_status 4
    DATABASE_URL=$DATABASE sql -c 'DROP SCHEMA migrate CASCADE' -c 'CREATE SCHEMA migrate' -c \
        'CREATE TABLE migrate.other ()' 2>/dev/null
    migrate status --env good
    expect_status 4
    expect_out 'not usable'
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
    expect_status 1
    expect_out 'drifted'
    expect_out 'index public.by_hand is in the database, but not in the history'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply
    migrate status --drift
    expect_out 'index public.by_hand is in the database, but not in the history'
    migrate status --drift --format json
    expect_status 1
    expect_out '"code": "drift"'
}

test_time_limits_of_a_role_do_not_end_the_session() {
    project
    DATABASE_URL=$(server_database "limits$number" "limited$number")
    psql -X -q "$SERVER_URL" -c "ALTER ROLE limited$number SET statement_timeout = '1ms'" -c \
        "ALTER ROLE limited$number SET idle_in_transaction_session_timeout = '1ms'"
    for round in 1 2 3 4 5; do
        migrate status
        expect_ok
        expect_out 'nothing'
    done
    migrate apply
    expect_ok
    expect_out '2 migrations applied'
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

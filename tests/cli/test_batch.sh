#!/usr/bin/env bash
# `-- migrate: batch`: an UPDATE or DELETE in batches, each a transaction with its row in the ledger.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/standby.sh"

# A table of $1 rows, and the migration that counts each of them up, $2 at a time.
counted() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
    migration 20240101000000_init 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, maybe int);'
    migrate apply
    expect_status 0
    sql -c "INSERT INTO t SELECT generate_series(1, $1); ANALYZE t"
    migration 20240102000000_count "-- migrate: no-transaction
-- migrate: batch key=id size=$2
UPDATE t AS x SET n = n + 1 -- each once
WHERE n < 9 OR false -- a remark" '-- migrate: no-transaction
-- migrate: batch key=id size=400
UPDATE t SET n = n - 1;'
}

counts() { sql -c 'SELECT n, count(*) FROM t GROUP BY 1 ORDER BY 1'; }

test_a_killed_run_goes_on_behind_the_last_batch() {
    counted 1000 100
    migrate apply --plan
    expect_out 'about 10 batches of 100 rows of public.t by id'
    for point in batch:1 begin:2 committed:2; do
        (MIGRATE_FAULT=${point%:*}:kill9:${point#*:} "$MIGRATE" apply || true) >/dev/null 2>&1
    done
    [ "$(sql -c "SELECT state FROM migrate.migration WHERE version = '20240102000000'")" = running ]
    [ "$(sql -c 'SELECT count(*) BETWEEN 3 AND 8 FROM migrate.batch WHERE idx > 0')" = t ]
    # Who comes later knows of the change already.
    sql -c 'INSERT INTO t VALUES (2000, 5)'
    migrate apply
    expect_status 0
    [ "$(counts)" = $'1|1000\n5|1' ] || fail "$(counts)"
    [ "$(sql -c 'SELECT sum(rows) FROM migrate.batch WHERE idx > 0')" = 1000 ]
    [ "$(sql -c 'SELECT last_key FROM migrate.batch WHERE idx = 0')" = 1000 ]
    migrate down
    expect_status 0
    [ "$(counts)" = $'0|1000\n4|1' ] || fail "$(counts)"
    [ "$(sql -c 'SELECT count(*) FROM migrate.batch')" = 0 ]
}

# What is counted, by which key and from which statement on, does not change halfway.
test_a_half_done_batch_is_not_edited() {
    local file=migrations/20240102000000_count/migration.sql edit
    counted 100 10
    sql -c 'CREATE UNIQUE INDEX ON t (n, id); CREATE TABLE other (id int PRIMARY KEY, n int);
        ALTER TABLE t ADD COLUMN k int NOT NULL DEFAULT 0; UPDATE t SET k = 200 - id; CREATE UNIQUE INDEX ON t (k)'
    (MIGRATE_FAULT=batch:kill9:4 "$MIGRATE" apply || true) >/dev/null 2>&1
    [ "$(sql -c 'SELECT sum(rows) FROM migrate.batch WHERE idx > 0')" = 40 ]
    cp "$file" kept.sql
    for edit in 's/UPDATE t AS x/UPDATE other AS x/' 's/n + 1/n + 2/' '1a SELECT 1;' 's/batch key=id/batch key=k/' \
        '/^-- migrate: batch/d' '/^[UW-]/{/no-transaction/!d}'; do
        sed -i "$edit" "$file"
        migrate apply
        expect_status 4
        expect_err 'statement 1 is done in part, in batches of public.t by id'
        expect_err 'Undo the edit'
        [ "$(counts)" = $'0|60\n1|40' ] || fail "$(counts)"
        cp kept.sql "$file"
    done
    sql -c 'CREATE SCHEMA s; CREATE TABLE s.t (LIKE t INCLUDING ALL)'
    PGOPTIONS='-c search_path=s' migrate apply
    expect_status 4
    expect_err 'would go on in batches of s.t by id'
    sed -i 's/size=10/size=30/' "$file"
    migrate apply
    expect_status 0
    [ "$(counts)" = '1|100' ] || fail "$(counts)"
}

# The advice to begin again.
test_a_half_done_batch_is_begun_again_where_that_is_said() {
    local file=migrations/20240102000000_count/migration.sql
    counted 100 10
    (MIGRATE_FAULT=batch:kill9:4 "$MIGRATE" apply || true) >/dev/null 2>&1
    sed -i 's/n + 1/5/' "$file"
    migrate apply
    expect_status 4
    migrate resolve 20240102000000 --not-applied --reason 'another value'
    expect_status 0
    migrate apply
    expect_status 0
    [ "$(counts)" = '5|100' ] || fail "$(counts)"
}

test_a_signal_ends_it_behind_a_batch() {
    counted 2000 10
    sed -i 's/size=10/size=10 pause=20ms/' migrations/20240102000000_count/migration.sql
    "$MIGRATE" apply >"$OUT" 2>"$ERR" &
    for _ in {1..200}; do
        [ "$(sql -c 'SELECT count(*) > 2 FROM migrate.batch')" != t ] || break
        sleep 0.1
    done
    kill -TERM $!
    STATUS=0
    wait $! || STATUS=$?
    expect_status 143
    done=$(sql -c 'SELECT count(*) FROM t WHERE n = 1')
    [ "$done" = "$(sql -c 'SELECT sum(rows) FROM migrate.batch WHERE idx > 0')" ]
    [ "$done" -lt 2000 ]
    sed -i 's/ pause=20ms//; s/size=10/size=500/' migrations/20240102000000_count/migration.sql
    migrate apply
    expect_status 0
    [ "$(counts)" = '1|2000' ]
}

test_batches_become_smaller_where_they_take_too_long() {
    counted 600 200
    sed -i 's/size=200/size=200 target=60ms/; s/WHERE n < 9/WHERE pg_sleep(0.001) IS NOT NULL AND n < 9/' \
        migrations/20240102000000_count/migration.sql
    migrate apply
    expect_status 0
    [ "$(sql -c 'SELECT rows FROM migrate.batch WHERE idx = 1')" = 200 ]
    [ "$(sql -c 'SELECT min(rows) FROM migrate.batch WHERE idx > 1')" -lt 120 ]
    [ "$(counts)" = '1|600' ]
}

batches() { sql -c 'SELECT count(*) FROM migrate.batch WHERE idx > 0'; }
batches_are() { # NUMBER: waits until there are as many, or more
    local deadline=$((SECONDS + 60))
    until [ "$(batches 2>/dev/null || echo 0)" -ge "$1" ]; do
        [ $SECONDS -lt $deadline ] || fail "no $1 batches: $(cat "$OUT" "$ERR")"
        sleep 0.05
    done
}

test_batches_give_way_to_others_who_queue_for_locks() {
    counted 6000 200
    sed -i 's/size=200/size=200 pause=30ms/' migrations/20240102000000_count/migration.sql
    sql -c 'CREATE TABLE other ()'
    sql -c 'BEGIN; LOCK TABLE other; SELECT pg_sleep(60)' >/dev/null 2>&1 &
    local holder=$! applies waiter
    "$MIGRATE" apply --format json >"$OUT" 2>"$ERR" &
    applies=$!
    batches_are 2
    sql -c "SET lock_timeout = '600ms'; BEGIN; LOCK TABLE other" 2>/dev/null &
    waiter=$!
    wait $applies || fail "$(cat "$OUT" "$ERR")"
    wait $waiter && fail 'it did not queue'
    sql -c "$(kill_others)" >/dev/null
    wait $holder || true
    expect_out 'waiting for others who queue for locks'
    [ "$(sql -c 'SELECT min(rows) FROM migrate.batch WHERE idx > 1')" -le 100 ]
    [ "$(sql -c 'SELECT max(rows) FROM migrate.batch WHERE idx > 20')" = 200 ]
    [ "$(counts)" = '1|6000' ]
}

test_what_cannot_be_counted_is_refused() {
    counted 10 5
    refused() { # SQL MESSAGE
        printf -- '-- migrate: no-transaction\n%s\n' "$1" >migrations/20240102000000_count/migration.sql
        migrate apply
        [ "$STATUS" -ne 0 ] || fail 'not refused'
        grep -qF -e "$2" "$OUT" "$ERR" || fail "expected: $2"
        [ "$(counts)" = '0|10' ]
    }
    refused $'-- migrate: batch key=id\nUPDATE t SET (n, ID) = (1, id + 1);' \
        'changes the key by which batches are counted'
    refused $'-- migrate: batch key=maybe\nUPDATE t SET n = 1;' 'the key may be NULL'
    refused $'-- migrate: batch key=n\nDELETE FROM t;' 'no index begins with the key'
    migrate apply --plan
    expect_out 'not in batches of public.t by n, as the table is now: no index begins with the key'
    refused $'-- migrate: batch key=nothing\nDELETE FROM t;' 'no such column'
    refused $'-- migrate: batch size=5\nDELETE FROM t;' 'expected "-- migrate: batch key=COLUMN'
    refused $'-- migrate: batch key=id\nINSERT INTO t VALUES (11);' 'only an UPDATE or a DELETE'
    refused $'-- migrate: batch key=id\nDELETE FROM t RETURNING 1;' 'take RETURNING out'
    refused $'-- migrate: batch key=id\n-- migrate: batch key=id\nDELETE FROM t;' \
        'above an UPDATE or DELETE of its own'
    printf -- '-- migrate: batch key=id\nDELETE FROM t;\n' >migrations/20240102000000_count/migration.sql
    migrate apply
    expect_status 2
    expect_err 'the migration cannot be one transaction'
}

test_a_transaction_pooler_takes_migrations_of_batches_alone() {
    counted 50 20
    migrate apply --pooler transaction
    expect_status 0
    [ "$(counts)" = '1|50' ]
    migration 20240103000000_other '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY by_n ON t (n);'
    migrate apply --pooler transaction
    expect_status 3
    expect_err '20240103000000_other runs outside a transaction'
}

# Twenty kills, two writers, and the best loop that one writes by hand beside it.
proof_each_row_is_changed_once_whatever_happens() {
    local rows=${ROWS:-1000000} start ours theirs kills=0 writers=()
    counted "$rows" 5000
    for id in 1 2; do
        (while :; do
            sql -c "UPDATE t SET maybe = coalesce(maybe, 0) + 1 WHERE id = (random() * $rows)::int" || exit
        done) >/dev/null 2>&1 &
        writers+=($!)
    done
    while [ "$(sql -c "SELECT state FROM migrate.migration WHERE version = '20240102000000'")" != applied ] &&
        [ $kills -lt 20 ]; do
        kills=$((kills + 1))
        (MIGRATE_FAULT=committed:kill9:$((kills % 3 + 2)) timeout 60 "$MIGRATE" apply || true) >/dev/null 2>&1
    done
    migrate apply
    expect_status 0
    kill "${writers[@]}"
    [ "$kills" -eq 20 ]
    [ "$(counts)" = "1|$rows" ] || fail "$(counts)"
    [ "$(sql -c 'SELECT sum(rows) FROM migrate.batch WHERE idx > 0')" = "$rows" ]
    migration 20240103000000_again '-- migrate: no-transaction
-- migrate: batch key=id size=5000 target=10s
UPDATE t SET n = n + 1;'
    sql -c 'VACUUM FULL t'
    start=$EPOCHREALTIME
    migrate apply
    ours=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    sql -c 'VACUUM FULL t'
    start=$EPOCHREALTIME
    sql -c "DO \$\$ BEGIN FOR low IN 0..($rows - 1) / 5000 LOOP
        UPDATE t SET n = n + 1 WHERE id > low * 5000 AND id <= (low + 1) * 5000; COMMIT; END LOOP; END \$\$"
    theirs=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    echo "# $rows rows: $ours s, by hand $theirs s"
    [ "$(counts)" = "3|$rows" ]
}

# A standby that stands still stops the batches, and one that is always late slows them down; without it they are fast.
proof_a_standby_that_is_held_back_slows_batches_down() {
    local held late free start stopped
    counted 4000 20
    sed -i 's/size=20/size=20 pause=5ms max_lag=500ms/' migrations/20240102000000_count/migration.sql
    start=$EPOCHREALTIME
    migrate apply
    expect_status 0
    free=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    migrate down
    expect_status 0
    standby_start
    psql -X -q -c 'SELECT pg_wal_replay_pause()' "$STANDBY_URL" >/dev/null
    start=$EPOCHREALTIME
    "$MIGRATE" apply --format json >"$OUT" 2>"$ERR" &
    batches_are 2
    sleep 3
    stopped=$(batches)
    sleep 3
    [ "$(batches)" = "$stopped" ] || fail "$(batches) batches, $stopped before"
    [ "$stopped" -lt 200 ]
    expect_out 'waiting for a standby that is '
    psql -X -q -c 'SELECT pg_wal_replay_resume()' "$STANDBY_URL" >/dev/null
    wait $! || fail "$(cat "$OUT" "$ERR")"
    held=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    [ "$(counts)" = '1|4000' ]
    migrate down
    expect_status 0
    psql -X -q -c "ALTER SYSTEM SET recovery_min_apply_delay = '2s'" -c 'SELECT pg_reload_conf()' \
        "${SERVER_URL/host=*/host=$STANDBY}" >/dev/null
    start=$EPOCHREALTIME
    migrate apply
    expect_status 0
    late=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    echo "# 200 batches: $free s; with a standby that stood still for 6 s: $held s; with one that is 2 s late: $late s"
    awk "BEGIN { exit !($held > 6 && $late > 2 * $free) }" || fail 'not slowed down'
    [ "$(counts)" = '1|4000' ]
    standby_stop
}

run_tests

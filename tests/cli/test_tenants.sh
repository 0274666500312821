#!/usr/bin/env bash
# Tenants: the same history on many databases, or on many schemas of one.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_options=(-c max_connections=100)
server_start || exit
FITS=${BUILD:-$TOP/build}/tests/cli/fits

sql() { PGOPTIONS='-c client_min_messages=warning' psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$2" "$1"; }
at() { echo "${SERVER_URL/\/postgres\?//$1?}"; } # the URL of a database

history() { # VERSION SQL
    mkdir -p "migrations/2026010$1000000_m$1"
    echo "$2" >"migrations/2026010$1000000_m$1/migration.sql"
}

# One database with schemas tN_1 to tN_COUNT, which are the tenants; every function has its own.
schemas() { # COUNT
    sql "$SERVER_URL" "CREATE DATABASE d$number"
    URL=$(at "d$number")
    sql "$URL" "$(for ((i = 1; i <= $1; i++)); do printf 'CREATE SCHEMA t_%02d;' "$i"; done)"
    printf '[env production]\nurl = %s\nschemas = ^t_\n' "$URL" >migrate.ini
}

# Databases d…_01 and so on.
databases() { # COUNT
    local i
    sql "$SERVER_URL" "CREATE DATABASE d${number}_01"
    for ((i = 2; i <= $1; i++)); do sql "$SERVER_URL" "CREATE DATABASE $(printf 'd%s_%02d' "$number" "$i")"; done
    printf '[env production]\nurl = %s\ndatabases = ^d%s_\n' "$SERVER_URL" "$number" >migrate.ini
}

apply() { migrate apply --env production "$@"; }
fits() { "$FITS" "$TOP/migrate/report/$1.schema.json" "$OUT" || fail "the answer does not fit the schema"; }
ask() { python3 -c 'import json, sys
text = open(sys.argv[1]).read()
a = json.loads(text) if text.startswith("{\n") else json.loads(text.splitlines()[-1])
events = [json.loads(line) for line in text.splitlines()] if not text.startswith("{\n") else []
print(eval(sys.argv[2]))' "$OUT" "$1"; }

# Each migration adds a row, so that one that ran twice is seen.
counted() {
    history 1 'CREATE TABLE ran (migration int);'
    history 2 'INSERT INTO ran VALUES (2);'
    history 3 'CREATE TABLE b (id int); INSERT INTO ran VALUES (3);'
}

killed_at_random() { # TIMES ARGUMENT...
    local i run
    for ((i = 0; i < $1; i++)); do
        "$MIGRATE" apply --env production "${@:2}" >killed 2>&1 &
        run=$!
        sleep "0.$((RANDOM % 8))"
        kill -KILL "$run" 2>/dev/null || true
        wait "$run" 2>/dev/null || true
    done
}

once_each() { # URL TABLE...: in each of these schemas both migrations ran once
    local table
    for table in "${@:2}"; do
        [ "$(sql "$1" "SELECT string_agg(migration::text, ',' ORDER BY migration) FROM $table.ran")" = 2,3 ] ||
            fail "not once in $table"
    done
}

test_databases_are_brought_up_to_date_whatever_is_killed() {
    databases 6
    counted
    killed_at_random 3 --parallel 4
    apply --parallel 4
    expect_status 0
    expect_out '6 of 6 tenants done: '
    local i
    for i in 1 2 3 4 5 6; do once_each "$(at "d${number}_0$i")" public; done
    apply
    expect_ok
    expect_out '6 of 6 tenants done: nothing was applied'
    # One that comes later is brought up by the same command.
    sql "$SERVER_URL" "CREATE DATABASE d${number}_07"
    apply
    expect_out "d${number}_07: 3 applied"
}

test_schemas_have_their_ledgers_in_them() {
    schemas 8
    counted
    killed_at_random 3
    apply
    expect_status 0
    once_each "$URL" t_{01..08}
    [ "$(sql "$URL" "SELECT count(*) FROM pg_namespace WHERE nspname = 'migrate'")" = 0 ]
    # What is dropped with a tenant comes back with it, and is asked about once.
    pg_dump -d "$URL" -n t_03 >t_03.sql
    sql "$URL" 'DROP SCHEMA t_03 CASCADE'
    apply
    expect_out '7 of 7'
    psql -X -q -d "$URL" -f t_03.sql >/dev/null
    history 4 'CREATE TABLE c (id int);'
    apply --max-failures 3
    expect_status 1
    expect_out '7 of 8 tenants done, 1 failed: 7 migrations applied'
    expect_out 'this schema is a copy'
    expect_out 'again: migrate apply --env production --tenant t_03'
    apply --tenant t_03 --adopt
    expect_status 0
    apply
    expect_ok
    once_each "$URL" t_03
    # A table of the tenant's that only looks like one of the ledger's is none.
    sql "$URL" 'CREATE TABLE t_05.migrate_jobs (id int)'
    migrate drift --env production
    expect_status 1
    expect_out '1 tenant (t_05): table migrate_jobs is in the database, but not in the history'
}

test_a_name_can_be_anything() {
    schemas 1
    sql "$URL" "CREATE SCHEMA \"t_ odd'\"\"\\\$\""
    counted
    apply
    expect_status 0
    expect_out '2 of 2 tenants done'
    apply --tenant "t_ odd'\"\\\$"
    expect_out 'already up to date'
    once_each "$URL" "\"t_ odd'\"\"\\\$\""
    migrate drift --env production
    expect_ok
    expect_out 'of them compared, 1 different states'
}

test_a_canary_is_first_and_alone() {
    schemas 6
    counted
    apply --canary 2 --format json
    expect_status 0
    fits apply
    [ "$(ask '{e["tenant"] for e in events[:-1]} == {m["tenant"] for m in a["tenants"]}')" = True ]
    # The first six migrations that were done are the canaries'.
    [ "$(ask 'sorted({e["tenant"] for e in [e for e in events if e["event"] == "done"][:6]})')" = "['t_01', 't_02']" ]
    history 4 'CREATE TABLE c (id int);'
    sql "$URL" 'CREATE TABLE t_02.c ()'
    apply --canary 2 --max-failures 5
    expect_status 1
    expect_out '1 of 6 tenants done, 1 failed, 4 not begun'
    sql "$URL" 'DROP TABLE t_02.c'
    apply --canary 2
    expect_status 0
    expect_out '6 of 6'
}

test_failures_are_named_with_what_does_them_again() {
    schemas 8
    counted
    sql "$URL" 'CREATE TABLE t_03.b (); CREATE TABLE t_05.b ()'
    apply --parallel 2 --max-failures 2
    expect_status 1
    expect_out '6 of 8 tenants done, 2 failed: 22 migrations applied'
    expect_out 't_03: migrations/20260103000000_m3/migration.sql:1:1: relation "b" already exists'
    expect_out 'again: migrate apply --env production --tenant t_05'
    apply --max-failures 2 --format json
    fits apply
    expect_status 1
    [ "$(ask '[(m["tenant"], m["status"], m["migration"]) for m in a["tenants"] if m["error"]]')" = \
        "[('t_03', 1, '20260103000000_m3'), ('t_05', 1, '20260103000000_m3')]" ]
    # More than may fail: no other is begun, and the status is that of the failure.
    sql "$URL" 'ALTER TABLE t_01.migrate_meta ADD COLUMN more int'
    apply --parallel 1
    expect_status 4
    expect_out '0 of 8 tenants done, 1 failed, 7 not begun'
    apply --only '^t_0[35]$' --parallel 1 --max-failures 0
    expect_status 1
    expect_out '0 of 2 tenants done, 1 failed, 1 not begun'
    sql "$URL" 'ALTER TABLE t_01.migrate_meta DROP COLUMN more; DROP TABLE t_03.b, t_05.b'
    apply
    expect_status 0
    once_each "$URL" t_{01..08}
}

test_a_query_says_who_they_are() {
    databases 2
    counted
    local one two list
    one=$(at "d${number}_01")
    two=$(at "d${number}_02")
    list=$(at "d${number}_02")
    sql "$list" "CREATE TABLE tenant (name text, url text);
        INSERT INTO tenant VALUES ('zoe', '$one'), ('adam', '$two'), ('new', NULL), ('gone', '$(at gone)')"
    printf '[env production]\ntenants = SELECT name, url FROM tenant\ntenants_url = %s\n' "$list" >migrate.ini
    apply
    expect_status 0
    expect_out '2 of 4 tenants done, 2 without a database: 6 migrations applied'
    expect_out 'new: it has no database yet'
    expect_out 'gone: '
    migrate status --env production --exit-code
    expect_status 0
    expect_out '20260103000000_m3: 2 up to date'
    expect_out 'no database: gone: '
    sql "$list" "INSERT INTO tenant VALUES ('zoe', '$two')"
    apply
    expect_status 2
    expect_err 'has the tenant "zoe" twice'
    sed -i 's/name, url/name/' migrate.ini
    apply
    expect_status 3
    expect_err "'tenants' is a query that returns a name and a url for each"
    echo 'schemas = ^t' >>migrate.ini
    apply
    expect_status 2
    expect_err "in two ways who its tenants are, 'tenants' and 'schemas'"
}

test_one_that_is_locked_is_left_for_later() {
    schemas 4
    counted
    apply --only 't_02'
    history 4 'SELECT pg_sleep(1.5); INSERT INTO ran VALUES (4);'
    apply --tenant t_02 &
    sleep 0.7
    sed -i 's/pg_sleep(1.5)/1/' migrations/*m4/migration.sql
    "$MIGRATE" apply --env production --to 20260103000000 --parallel 1 >second 2>&1 || fail "$(cat second)"
    wait
    # It was looked at again, when the others were done and its lock was let go.
    expect_text second '4 of 4 tenants done'
    [ "$(grep -c applied second)" = 4 ]
}

test_a_signal_lets_what_is_under_way_end() {
    schemas 5
    counted
    history 4 'SELECT pg_sleep(1); INSERT INTO ran VALUES (4);'
    "$MIGRATE" apply --env production --parallel 2 >stopped 2>&1 &
    local run=$!
    until [ "$(sql "$URL" "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1)%' AND state = 'active'
        AND pid <> pg_backend_pid()")" = 2 ]; do sleep 0.05; done
    kill -TERM "$run"
    STATUS=0
    wait "$run" || STATUS=$?
    [ "$STATUS" = 143 ] || fail "status $STATUS: $(cat stopped)"
    expect_text stopped '2 of 5 tenants done, 3 not begun'
    apply --parallel 3
    expect_status 0
    [ "$(sql "$URL" 'SELECT count(*) FROM t_01.ran')" = 3 ]
}

test_jobs_share_them_by_their_index() {
    schemas 9
    counted
    local i
    for i in 0 1 2; do
        apply --shard "$i/3" --format json
        expect_status 0
        ask '" ".join(m["tenant"] for m in a["tenants"])' >>shards
    done
    [ "$(tr ' ' '\n' <shards | grep . | sort | tr '\n' ' ')" = "$(echo t_0{1..9}) " ] || fail "$(cat shards)"
    apply --shard 3/3
    expect_status 2
    expect_err "--shard '3/3' is not I/N"
    apply --only nobody
    expect_status 2
    expect_err 'matches none of the 9 tenants'
    apply --parallel 0
    expect_status 2
}

test_status_names_the_stragglers() {
    schemas 7
    counted
    apply
    history 4 'CREATE TABLE c (id int);'
    apply --only '^t_0[1-5]$'
    migrate status --env production
    expect_ok
    expect_out '  20260104000000_m4: 5 up to date'
    expect_out '  20260103000000_m3: 2 behind by 1: t_06, t_07'
    migrate status --env production --exit-code
    expect_status 1
    migrate status --env production --format json
    fits status
    [ "$(ask '[t["tenant"] for t in a["environments"][0]["tenants"] if t["pending"]]')" = "['t_06', 't_07']" ]
    migrate down --env production
    expect_status 2
    expect_err '--tenant NAME says which'
    migrate wait --env production --tenant t_01 --timeout 0
    expect_status 0
    migrate status --env production --tenant nobody
    expect_status 2
    expect_err 'has no tenant "nobody"'
}

test_drift_is_told_once_for_all_that_have_it() {
    schemas 8
    history 1 'CREATE TABLE a (id int, mail text); CREATE INDEX by_mail ON a (mail);
        CREATE VIEW v AS SELECT id FROM a;'
    apply
    sql "$URL" 'DROP INDEX t_02.by_mail; DROP INDEX t_05.by_mail; ALTER TABLE t_05.a ADD x int;
        DROP INDEX t_08.by_mail'
    migrate drift --env production --report text:text --format json
    expect_status 1
    expect_text text '3 tenants (t_02, t_05, t_08): index by_mail is in the history, but not in the database'
    expect_text text '1 tenant (t_05): column a.x is in the database'
    expect_text text '8 tenants, 8 of them compared, 3 different states'
    fits drift
    [ "$(ask 'a["findings"][0]["objects"]')" = "['tenant t_02', 'tenant t_05', 'tenant t_08']" ]
    migrate drift --env production --repair
    expect_status 2
    expect_err 'add --tenant NAME'
}

test_a_migration_is_for_all_of_them() {
    schemas 2
    history 1 "CREATE TABLE a (id int); DO \$\$ BEGIN INSERT INTO t_02.a VALUES (1); END \$\$;"
    apply
    expect_status 2
    expect_err 'migration.sql:1:50: it names "t_02", the schema of one tenant'
    history 1 'SET search_path = t_01; CREATE TABLE a (id int);'
    apply
    expect_err 'it names "t_01"'
    for path in "SET search_path = 't_01', public" "SELECT set_config('search_path', 't_01,public', false)" \
        'INSERT INTO U&"t\005F01".a VALUES (1)' 'INSERT INTO U&"t!005F01" UESCAPE '"'!'"'.a VALUES (1)'; do
        history 1 "$path;"
        apply
        expect_status 2
        expect_err 'it names "t_01"'
    done
    for path in 'SET LOCAL search_path = public' 'RESET ALL' "SELECT set_config('search_path', \$1, true)"; do
        history 1 "CREATE TABLE a (id int); $path;"
        apply
        expect_status 2
        expect_err 'migration.sql:1:26: it sets search_path'
    done
    history 1 "DO \$\$ BEGIN EXECUTE 'SET search' || '_path = t' || '_01'; END \$\$; CREATE TABLE a (id int);"
    apply
    expect_status 1
    expect_out 'it has set search_path'
    [ "$(sql "$URL" "SELECT count(*) FROM pg_class WHERE relname = 'a'")" = 0 ]
    history 1 "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = pg_catalog AS 'SELECT 1';"
    apply
    expect_status 0
    sql "$URL" 'DROP SCHEMA t_01 CASCADE; DROP SCHEMA t_02 CASCADE; CREATE SCHEMA t_01; CREATE SCHEMA t_02'
    history 1 'CREATE TABLE t_a (id int); -- t_01.x'
    apply
    expect_status 0
    apply --plan
    expect_status 2
    expect_err '--plan looks at one database'
    printf 'protected = true\n' >>migrate.ini
    history 2 'CREATE TABLE b (id int);'
    apply
    expect_status 4
    expect_err 'apply on 2 tenants of "production"'
    apply --yes
    expect_status 0
}

test_what_cannot_be_is_said_of_the_schema() {
    schemas 1
    history 1 'CREATE TABLE a (id int);'
    sed -i 's/\^t_/^typo_/' migrate.ini
    for verb in apply drift status; do
        migrate "$verb" --env production
        expect_status 2
        expect_err "environment \"production\" has no tenant: 'schemas = ^typo_' matches none of the schemas there"
    done
    sed -i 's/\^typo_/^t_/' migrate.ini
    apply
    expect_status 0
    sql "$URL" 'ALTER TABLE t_01.migrate_meta DISABLE TRIGGER ALL; UPDATE t_01.migrate_meta SET database_oid = 1'
    history 2 'CREATE TABLE b (id int);'
    apply
    expect_status 4
    expect_out 'this schema is a copy'
    expect_out 'again: migrate apply --env production --tenant t_01 --adopt'
    migrate apply --env production --tenant t_01 --adopt
    expect_status 0
}

# --- what takes longer

# 300 databases and 300 schemas, of which three are broken, each in another way.
proof_three_hundred_of_each_are_brought_up_whatever_is_killed() {
    local kind i broken many=${MANY:-300} kills=${KILLS:-20}
    counted
    history 4 'CREATE TABLE c (id int); INSERT INTO ran VALUES (4);'
    for kind in databases schemas; do
        if [ "$kind" = databases ]; then
            for ((i = 1; i <= many; i++)); do sql "$SERVER_URL" "CREATE DATABASE b_$i"; done
            printf '[env production]\nurl = %s\ndatabases = ^b_\n' "$SERVER_URL" >migrate.ini
            sql "$(at b_7)" 'CREATE TABLE c ()'
            sql "$(at b_8)" 'CREATE SCHEMA migrate; CREATE TABLE migrate.meta (id int)'
            sql "$SERVER_URL" 'ALTER DATABASE b_9 SET default_transaction_read_only = on'
        else
            sql "$SERVER_URL" 'CREATE DATABASE many'
            URL=$(at many)
            sql "$URL" "$(for ((i = 1; i <= many; i++)); do echo "CREATE SCHEMA b_$i;"; done)"
            printf '[env production]\nurl = %s\nschemas = ^b_\n' "$URL" >migrate.ini
            sql "$URL" 'CREATE TABLE b_7.c (); CREATE TABLE b_8.migrate_meta (id int); CREATE TABLE b_9.ran ()'
        fi
        killed_at_random "$kills" --max-failures 3
        apply --max-failures 3
        expect_status 1
        expect_out "$((many - 3)) of $many tenants done, 3 failed"
        [ "$(grep -c 'again: migrate apply --env production --tenant b_[789]$' "$OUT")" = 3 ]
        for ((i = 1; i <= many; i++)); do
            broken=$([[ $i == [789] ]] || echo 2,3,4)
            [ -z "$broken" ] ||
                [ "$(if [ "$kind" = databases ]; then sql "$(at "b_$i")" 'SELECT string_agg(migration::text, $$,$$
                    ORDER BY migration) FROM ran'; else sql "$URL" "SELECT string_agg(migration::text, ','
                    ORDER BY migration) FROM b_$i.ran"; fi)" = "$broken" ] || fail "$kind $i"
        done
    done
    [ "$(migrate status --env production; grep -c "$((many - 3)) up to date" "$OUT")" = 1 ]
}

proof_four_runs_share_two_hundred() {
    schemas 200
    sql "$URL" "$(for i in {001..200}; do echo "CREATE SCHEMA x_$i;"; done)"
    counted
    history 4 'INSERT INTO ran SELECT 4 FROM generate_series(1, 1);'
    local i start one four
    start=$EPOCHREALTIME
    apply --parallel 1
    expect_status 0
    one=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    sed -i 's/t_/x_/' migrate.ini
    start=$EPOCHREALTIME
    for i in 1 2 3 4; do "$MIGRATE" apply --env production --parallel 1 >"run$i" 2>&1 & done
    wait
    four=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    echo "# four runs: $four s, one: $one s, ratio $(awk "BEGIN { print $four / $one }")"
    [ "$(grep -ch 'x_.*: 4 applied' run? | awk '{ sum += $1 } END { print sum }')" = 200 ] || fail "$(tail -n 3 run?)"
    [ "$(sql "$URL" "$(for i in {001..200}; do echo "SELECT 1 FROM x_$i.ran HAVING count(*) = 3 UNION ALL "; done)
        SELECT 1" | wc -l)" = 201 ] || fail 'not once each'
    [ "$(grep -l '200 of 200 tenants done' run? | wc -l)" = 4 ] || fail "$(tail -n 3 run?)"
    awk "BEGIN { exit !($four < $one) }" || fail "four runs took $four s, one $one s"
}

proof_drift_of_three_hundred_is_found_and_grouped() {
    schemas 300
    sed -i 's/t_/^t_/; s/\^\^/^/' migrate.ini
    history 1 'CREATE TABLE a (id int PRIMARY KEY, mail text); CREATE INDEX by_mail ON a (mail);
        CREATE VIEW v AS SELECT id FROM a; CREATE FUNCTION f(x a) RETURNS int LANGUAGE sql AS $$SELECT 1$$;'
    apply
    local i start all one
    sql "$URL" "$(for i in {01..40}; do
        case $((10#$i % 5)) in
        0) echo "DROP INDEX t_$i.by_mail;" ;;
        1) echo "ALTER TABLE t_$i.a ADD more int;" ;;
        2) echo "CREATE OR REPLACE VIEW t_$i.v AS SELECT id, 1 AS one FROM t_$i.a;" ;;
        3) echo "ALTER TABLE t_$i.a ALTER mail SET NOT NULL;" ;;
        4) echo "COMMENT ON TABLE t_$i.a IS 'by hand';" ;;
        esac
    done)"
    start=$EPOCHREALTIME
    migrate drift --env production
    all=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    expect_status 1
    expect_out '8 tenants (t_05, t_10, t_15, t_20, t_25 and 3 more): index by_mail is in the history'
    [ "$(grep -c '8 tenants' "$OUT")" -ge 5 ] || fail 'not five kinds'
    expect_out '6 different states'
    start=$EPOCHREALTIME
    migrate drift --env production --tenant t_01
    one=$(awk "BEGIN { print $EPOCHREALTIME - $start }")
    echo "# drift of 300: $all s; of one: $one s; ratio to 300 of it: $(awk "BEGIN { print $all / $one / 300 }")"
}

run_tests

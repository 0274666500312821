# The rounds and checks of tests/faults/run. To be sourced.

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

# --- migrations whose outcome shows how often each statement ran

# A migration travels in one message, COMMIT and all, unless it is too large for that: then in
# several, and COMMIT in the last.
too_large() { printf -- '-- %5000s\n' ''; }

make_histories() {
    local dir=$1/transactional/migrations
    mkdir -p "$dir"/{1_init,2_more,3_last}
    cat >"$dir/1_init/migration.sql" <<'SQL'
CREATE SCHEMA app;
CREATE TABLE app.t (n integer NOT NULL);
INSERT INTO app.t VALUES (1);
SQL
    cat >"$dir/2_more/migration.sql" <<SQL
INSERT INTO app.t
$(too_large)
VALUES (2);
CREATE INDEX t_n ON app.t (n);
CREATE TABLE app.child (n integer);
SQL
    cat >"$dir/3_last/migration.sql" <<SQL
ALTER TABLE app.t ADD COLUMN c text DEFAULT 'x';
INSERT INTO app.t VALUES (3);
INSERT INTO app.t
$(too_large)
VALUES (4);
SQL
    dir=$1/alone/migrations
    mkdir -p "$dir"/{1_init,2_build,3_more,4_last}
    cat >"$dir/1_init/migration.sql" <<'SQL'
CREATE SCHEMA app;
CREATE TABLE app.t (n integer NOT NULL);
CREATE INDEX old ON app.t (n);
CREATE TABLE app.p (n integer) PARTITION BY RANGE (n);
CREATE TABLE app.child PARTITION OF app.p FOR VALUES FROM (0) TO (10);
CREATE TYPE app.e AS ENUM ('a');
INSERT INTO app.t VALUES (1);
SQL
    cat >"$dir/2_build/migration.sql" <<'SQL'
-- migrate: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY t_n ON app.t (n);
INSERT INTO app.t VALUES (2);
DROP INDEX CONCURRENTLY app.old;
SQL
    cat >"$dir/3_more/migration.sql" <<'SQL'
-- migrate: no-transaction
REINDEX INDEX CONCURRENTLY app.t_n;
ALTER TABLE app.p DETACH PARTITION app.child CONCURRENTLY;
ALTER TYPE app.e ADD VALUE 'b';
INSERT INTO app.t VALUES (3);
VACUUM app.t;
SQL
    cat >"$dir/4_last/migration.sql" <<'SQL'
ALTER TABLE app.t ADD COLUMN c app.e DEFAULT 'b';
INSERT INTO app.t VALUES (4);
SQL
}

# Ways back that leave a row each time that they are gone.
make_ways_back() {
    local dir=$1/transactional/migrations
    echo 'INSERT INTO public.undone VALUES (1); DROP SCHEMA app CASCADE;' >"$dir/1_init/down.sql"
    echo 'DROP INDEX app.t_n; INSERT INTO public.undone VALUES (2); DROP TABLE app.child;' >"$dir/2_more/down.sql"
    echo 'ALTER TABLE app.t DROP COLUMN c; INSERT INTO public.undone VALUES (3), (4);' >"$dir/3_last/down.sql"
    dir=$1/alone/migrations
    cp "$1/transactional/migrations/1_init/down.sql" "$dir/1_init/"
    cat >"$dir/2_build/down.sql" <<'SQL'
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY old ON app.t (n);
INSERT INTO public.undone VALUES (2);
DROP INDEX CONCURRENTLY app.t_n;
SQL
    cat >"$dir/3_more/down.sql" <<'SQL'
-- migrate: no-transaction
INSERT INTO public.undone VALUES (3);
REINDEX INDEX CONCURRENTLY app.t_n;
VACUUM app.t;
SQL
    echo 'ALTER TABLE app.t DROP COLUMN c; INSERT INTO public.undone VALUES (4);' >"$dir/4_last/down.sql"
}

# The same for a database from which everything was reverted exactly once; it is empty afterwards.
compare_reverted_and_reset() {
    { cat <<'SQL'; echo "$reset_sql DROP TABLE undone;"; } | sql "$1"
SELECT 'undone: ' || coalesce(string_agg(n::text, ',' ORDER BY n), 'nothing') FROM undone
HAVING string_agg(n::text, ',' ORDER BY n) IS DISTINCT FROM '1,2,3,4'
UNION ALL SELECT 'schema app is there' WHERE to_regnamespace('app') IS NOT NULL
UNION ALL SELECT 'ledger: ' || version || ' ' || state FROM migrate.migration
UNION ALL SELECT 'statement: ' || key || ' ' || idx FROM migrate.statement
UNION ALL SELECT 'reverted events: ' || key || ' ' || count(*) FROM migrate.event WHERE what = 'reverted'
 GROUP BY key HAVING count(*) <> 1
UNION ALL SELECT 'lock held by ' || pid FROM pg_locks WHERE locktype = 'advisory'
 AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
SQL
}

# Prints nothing when the database of $1 is as it should be after everything ran exactly once.
compare() {
    { cat <<'SQL'; echo "${2-}"; } | sql "$1"
SELECT 'rows: ' || coalesce(string_agg(n::text, ',' ORDER BY n), 'none') FROM app.t
HAVING string_agg(n::text, ',' ORDER BY n) IS DISTINCT FROM '1,2,3,4'
UNION ALL SELECT 'invalid index: ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
UNION ALL SELECT 'index: ' || relname FROM pg_class
 WHERE relkind = 'i' AND relnamespace = 'app'::regnamespace AND relname <> 't_n'
UNION ALL SELECT 'no index' WHERE to_regclass('app.t_n') IS NULL
UNION ALL SELECT 'relation: ' || relname FROM pg_class
 WHERE relkind IN ('r', 'p') AND relnamespace = 'app'::regnamespace AND relname NOT IN ('t', 'p', 'child')
UNION ALL SELECT 'still a partition' FROM pg_inherits WHERE inhrelid = to_regclass('app.child')
UNION ALL SELECT 'schema: ' || nspname FROM pg_namespace
 WHERE nspname !~ '^pg_' AND nspname NOT IN ('app', 'migrate', 'public', 'information_schema')
UNION ALL SELECT 'ledger: ' || version || ' ' || state FROM migrate.migration WHERE state <> 'applied'
UNION ALL SELECT 'ledger has ' || count(*) FROM migrate.migration HAVING count(*) NOT IN (3, 4)
UNION ALL SELECT 'applied events: ' || key || ' ' || count(*) FROM migrate.event WHERE what = 'applied'
 GROUP BY key HAVING count(*) <> 1
UNION ALL SELECT 'lock held by ' || pid FROM pg_locks WHERE locktype = 'advisory'
 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL SELECT 'prepared: ' || gid FROM pg_prepared_xacts WHERE database = current_database();
SQL
}

# The same, and then the database is empty again.
compare_and_reset() {
    compare "$1" "$reset_sql"
}
reset_sql='SET client_min_messages = error; DROP SCHEMA IF EXISTS app CASCADE; DROP SCHEMA IF EXISTS migrate CASCADE;'
reset_database() { sql "$1" -c "$reset_sql"; }

kill_own="SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name LIKE 'migrate/%' AND datname = current_database()"

# The command under test: apply, or down.
command=(apply)

# apply_with HISTORY URL FAULT: one run with a fault; its output goes to $log. FAULT is point:action:nth, or empty.
apply_with() {
    local point action nth
    IFS=: read -r point action nth <<<"$3"
    cd "$WORK/$1" || return 97
    case $action in
    '') MIGRATE_APPLY_LOCK_WAIT=60s "$MIGRATE" "${command[@]}" --url "$2" >"$log" 2>&1 ;;
    terminate)
        MIGRATE_FAULT=$point:stop:$nth "$DISTURB" sql "$2" "$kill_own" -- \
            "$MIGRATE" "${command[@]}" --url "$2" >"$log" 2>&1
        ;;
    *) MIGRATE_FAULT=$point:$action:$nth "$DISTURB" nothing - -- "$MIGRATE" "${command[@]}" --url "$2" >"$log" 2>&1 ;;
    esac
}

# Whether status $1 of a run with action $2 tells the truth about it.
truthful() {
    case $2 in
    kill9) [ "$1" -eq 137 ] || [ "$1" -eq 0 ] ;;
    term) [ "$1" -eq 143 ] || [ "$1" -eq 0 ] ;;
    exit) [ "$1" -eq 99 ] || [ "$1" -eq 0 ] ;;
    *) [ "$1" -eq 0 ] ;;
    esac
}

# After status 0 everything has to be there already.
round() { # round HISTORY URL FAULT...
    local history=$1 url=$2 fault status differences
    shift 2
    for fault in "$@"; do
        apply_with "$history" "$url" "$fault"
        status=$?
        fired=yes
        [ "$status" -ne 0 ] || grep -q 'connection lost' "$log" || fired=no
        truthful "$status" "$(cut -d: -f2 <<<"$fault")" ||
            { echo "status $status after $fault: $(tail -n 3 "$log")"; return; }
        [ "$status" -ne 0 ] || differences=$(compare "$url" 2>&1)
        [ -z "${differences-}" ] || { echo "status 0, but: $differences"; return; }
    done
    apply_with "$history" "$url" ''
    status=$?
    [ "$status" -eq 0 ] || { echo "the run after it: status $status: $(tail -n 3 "$log")"; return; }
    compare_and_reset "$url" 2>&1
}

# The way back, from a database that has everything, with one fault.
round_down() { # round_down HISTORY URL FAULT
    local status again
    apply_with "$1" "$2" ''
    sql "$2" -c 'CREATE TABLE undone (n integer)'
    command=(down --to 0)
    apply_with "$1" "$2" "$3"
    status=$?
    [ "$status" -ne 0 ] && fired=yes || fired=no
    for again in 1 2 3; do
        apply_with "$1" "$2" '' && break
    done
    status=$?
    command=(apply)
    if [ "$status" -ne 0 ]; then
        echo "status $status after $3: $(tail -n 3 "$log")"
        reset_database "$2"
        sql "$2" -c 'DROP TABLE undone'
        return
    fi
    compare_reverted_and_reset "$2" 2>&1
}

# round_all HISTORY POINT ACTION: every pass of that point, in the database of $url.
round_all() {
    local history=$1 point=$2 action=$3 nth=0 bad faults all actions=(kill9 term terminate exit)
    # Reading the catalogs twice for the ledger's fingerprints takes most of a round, and is done around
    # migrations, not in them.
    export MIGRATE_APPLY_FINGERPRINT=false
    [ "$point" != fingerprint ] || unset MIGRATE_APPLY_FINGERPRINT
    if [ "$action" = random ]; then
        mapfile -t all < <(fault_points)
        for nth in {1..6}; do
            faults=()
            for ((i = 0; i <= RANDOM % 4; i++)); do
                faults+=("${all[RANDOM % ${#all[@]}]}:${actions[RANDOM % 4]}:$((RANDOM % 5 + 1))")
            done
            round "$history" "$url" "${faults[@]}" >"$log.bad"
            round_end "$history $point random ${faults[*]}"
        done
        return
    fi
    while [ $((++nth)) -lt 30 ]; do
        # No subshell: they set `fired`.
        case $action in
        down-*) round_down "$history" "$url" "$point:${action#down-}:$nth" >"$log.bad" ;;
        *) round "$history" "$url" "$point:$action:$nth" >"$log.bad" ;;
        esac
        # A point that is not passed that often: this was a run without a fault.
        [ "$fired" = yes ] || [ -s "$log.bad" ] || break
        round_end "$history $point $action $nth"
    done
}
round_end() {
    echo "round $1"
    [ ! -s "$log.bad" ] || { echo "bad $1: $(tr '\n' ';' <"$log.bad")"; reset_database "$url"; }
}
fault_points() {
    grep -rhoE 'fault_point\("[a-z-]+"\)' "$(dirname "${BASH_SOURCE[0]}")"/../../migrate/apply/*.c |
        cut -d'"' -f2 | sort -u
}

# --- checks

# cut_apply URL before|after WORD NTH: applies through a proxy that cuts there; everything has to be
# there once afterwards.
cut_apply() {
    local socket=$WORK/proxy status bad
    mkdir -p "$socket"
    reset_database "$1"
    (cd "$WORK/transactional" && "$DISTURB" cut "$2" "$3" "$4" "$socket/.s.PGSQL.5432" "$SERVER_DIR/.s.PGSQL.5432" -- \
        "$MIGRATE" apply --url "${1/"$SERVER_DIR"/"$socket"}" >"$log" 2>&1)
    status=$?
    bad=$(compare "$1" 2>&1)
    [ $status -eq 0 ] && [ -z "$bad" ] || { echo "$2 $3 $4: status $status: $bad $(cat "$log")"; return 1; }
}

check_commit_reply_lost() {
    local rounds=6 when i url log=$WORK/log.commit
    [ -z "$1" ] || rounds=100
    url=$(server_database commit)
    for ((i = 0; i < rounds; i++)); do
        for when in before after; do
            cut_apply "$url" $when COMMIT $((i % 4 + 1)) || return
            # The first COMMIT makes the ledger; the others are migrations, and the verdict of each is told.
            if [ $((i % 4)) -gt 0 ] && [ $when = after ] && ! grep -q 'verified in the ledger' "$log"; then
                echo "no verdict: $(cat "$log")"
                return 1
            fi
        done
    done
    echo "a COMMIT whose reply is lost is judged rightly: $((2 * rounds)) times"
}

# Those that travel in several messages: the connection is lost between them. In the first one, which
# is whole, it is lost with COMMIT.
check_statements_reply_lost() {
    local rounds=3 when i url log=$WORK/log.statements
    [ -z "$1" ] || rounds=30
    url=$(server_database statements)
    for ((i = 0; i < rounds; i++)); do
        for when in before after; do
            cut_apply "$url" $when 'BEGIN ISOLATION LEVEL read committed READ WRITE' $((i % 2 + 2)) || return
            ! grep -q 'verified in the ledger' "$log" && grep -q 'connection lost' "$log" ||
                { echo "$when $i: no connection was lost: $(cat "$log")"; return 1; }
        done
    done
    echo "a migration whose connection is lost before its COMMIT is rolled back and done again: $((2 * rounds)) times"
}

# Sets `turns` to the round trips of applying the migrations of $2 that the database of $1 lacks,
# without that of the connection.
count_turns() { # count_turns URL FOLDER
    local socket=$WORK/counter connections
    mkdir -p "$socket"
    (cd "$2" && "$DISTURB" count "$socket/.s.PGSQL.5432" "$SERVER_DIR/.s.PGSQL.5432" -- \
        "$MIGRATE" apply --url "${1/"$SERVER_DIR"/"$socket"}" >"$log" 2>&1)
    read -r _ _ connections _ turns < <(grep '^disturb: ' "$log")
    [ "$connections" = 1 ] || { echo "not one connection: $(cat "$log")"; return 1; }
    turns=$((turns - 1))
}

check_round_trips() {
    local url log=$WORK/log.turns dir=$WORK/turns i turns few nothing
    url=$(server_database turns)
    for i in {1..9}; do
        mkdir -p "$dir/migrations/${i}_m"
        echo "CREATE TABLE app_$i (n integer); INSERT INTO app_$i VALUES ($i);" >"$dir/migrations/${i}_m/migration.sql"
    done
    mkdir -p "$dir.few"
    cp -r "$dir/migrations" "$dir.few/"
    rm -r "$dir.few/migrations/"[4-9]*
    count_turns "$url" "$dir.few" || return
    few=$turns
    reset_database "$url"
    for i in {1..9}; do sql "$url" -c "DROP TABLE IF EXISTS app_$i" 2>/dev/null; done
    count_turns "$url" "$dir" || return
    [ $((turns - few)) -eq 6 ] || { echo "6 more migrations took $((turns - few)) round trips more"; return 1; }
    count_turns "$url" "$dir" || return
    nothing=$turns
    grep -q '^already up to date$' "$log" && [ "$nothing" -le 3 ] ||
        { echo "$nothing round trips for nothing: $(cat "$log")"; return 1; }
    echo "with nothing to do there are $nothing round trips, with 3 small migrations $few, and each further one takes 1"
}

check_ten_appliers() {
    local rounds=1 count=60 round i url log=$WORK/log.ten pids pid told
    [ -z "$1" ] || { rounds=20 count=200; }
    mkdir -p "$WORK/ten"
    for ((i = 1; i <= count; i++)); do
        mkdir -p "$WORK/ten/migrations/${i}_m"
        echo "CREATE TABLE app_$i (n integer); INSERT INTO app_$i VALUES ($i);" \
            >"$WORK/ten/migrations/${i}_m/migration.sql"
    done
    for ((round = 1; round <= rounds; round++)); do
        url=$(server_database "ten$round") pids=()
        for i in {1..10}; do
            (cd "$WORK/ten" && exec "$MIGRATE" apply --url "$url" >"$log.$i" 2>&1) &
            pids+=($!)
        done
        for pid in "${pids[@]}"; do
            wait "$pid" || { echo "an applier failed: $(grep -h migrate: "$log".*)"; return 1; }
        done
        told=$(cat "$log".* | grep -c '^applied ')
        [ "$told" -eq "$count" ] || { echo "$told of $count told as applied"; return 1; }
        [ "$(cat "$log".* | grep -c '^already up to date')" -eq 9 ] ||
            { echo "not 9 up to date: $(tail -qn 1 "$log".*)"; return 1; }
        sql "$SERVER_URL" -c "DROP DATABASE ten$round"
    done
    echo "10 appliers at once, $count migrations, $rounds times: one winner, each migration once"
}

check_readers_do_not_wait() {
    local url log=$WORK/log.readers holder reader slowest late timeout=400 reader_log=$WORK/reader
    url=$(server_database readers)
    sql "$url" -c 'CREATE TABLE public.t (n integer); INSERT INTO t VALUES (1)'
    mkdir -p "$WORK/readers.d/migrations/1_alter"
    echo 'ALTER TABLE t ADD COLUMN c integer;' >"$WORK/readers.d/migrations/1_alter/migration.sql"
    sql "$url" -c 'BEGIN' -c 'SELECT n FROM t' -c "SELECT pg_sleep(3)" -c 'COMMIT' >"$WORK/holder" &
    holder=$!
    until [ -s "$WORK/holder" ] || [ "$(sql "$url" -c "SELECT count(*) FROM pg_stat_activity
        WHERE query LIKE 'SELECT pg_sleep%'")" = 1 ]; do :; done
    (cd "$WORK/readers.d" && exec "$MIGRATE" apply --url "$url" --lock-timeout "${timeout}ms" >"$log" 2>&1) &
    local tool=$!
    for reader in {1..8}; do
        { echo '\timing on'; for i in {1..60}; do echo 'SELECT n FROM t; SELECT pg_sleep(0.03);'; done; } |
            psql -X -q -A -t "$url" | awk '/^Time:/ { print (++n % 2 ? "read" : "sleep"), $2 }' >"$reader_log.$reader" &
    done
    wait "$tool" || { echo "status $?: $(cat "$log")"; return 1; }
    wait
    slowest=$(sed -n 's/^read //p' "$reader_log".[0-9] | sort -n | tail -n 1)
    # What the machine did not give to sleepers it did not give to readers, to the lock's timer and to
    # who rolls back either.
    late=$(sed -n 's/^sleep //p' "$reader_log".[0-9] | sort -n | tail -n 1)
    awk "BEGIN { exit !($slowest <= $timeout + 100 + 4 * ($late - 30)) }" ||
        { echo "a reader waited $slowest ms with a lock timeout of $timeout ms"; return 1; }
    grep -q 'rolled back, trying again' "$log" || { echo "it was never blocked: $(cat "$log")"; return 1; }
    grep -q 'waiting for pid' "$log" || { echo "the blocker was not named: $(cat "$log")"; return 1; }
    echo "readers behind a blocked ALTER wait no longer than the lock timeout and 100 ms (${slowest%.*} ms of $timeout)"
}

check_unproven_statement() {
    local url log=$WORK/log.unproven dir=$WORK/unproven status
    url=$(server_database unproven)
    mkdir -p "$dir/migrations/1_init" "$dir/migrations/2_batch"
    echo "CREATE TABLE t (n integer);
CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN
    INSERT INTO public.t VALUES (1); COMMIT; INSERT INTO public.t VALUES (2);
END';" >"$dir/migrations/1_init/migration.sql"
    printf -- '-- migrate: no-transaction\nCALL p();\n' >"$dir/migrations/2_batch/migration.sql"
    cd "$dir" || return 1
    MIGRATE_FAULT=executed:kill9 "$DISTURB" nothing - -- "$MIGRATE" apply --url "$url" >"$log" 2>&1
    "$MIGRATE" apply --url "$url" >"$log" 2>&1
    status=$?
    [ $status -eq 4 ] && grep -q 'migrate resolve 2 .*--applied' "$log" ||
        { echo "status $status: $(cat "$log")"; return 1; }
    "$MIGRATE" apply --url "$url" >"$log" 2>&1
    [ $? -eq 4 ] || { echo "the second time: $(cat "$log")"; return 1; }
    "$MIGRATE" resolve 2 --applied --reason 'both rows are there' --url "$url" >"$log" 2>&1 || { cat "$log"; return 1; }
    "$MIGRATE" apply --url "$url" >"$log" 2>&1 && grep -q '^already up to date$' "$log" || { cat "$log"; return 1; }
    [ "$(sql "$url" -c 'SELECT count(*) FROM t')" = 2 ] || { echo 'it ran twice'; return 1; }
    echo 'what nothing proves stops with status 4 and the two commands that decide it'
}

# A build that fails leaves no invalid index, and one that somebody else left is not taken for ours.
check_interrupted_builds() {
    local url log=$WORK/log.builds dir=$WORK/builds
    url=$(server_database builds)
    mkdir -p "$dir/migrations/1_build"
    sql "$url" -c 'CREATE TABLE t (n integer); INSERT INTO t VALUES (1), (1)'
    printf -- '-- migrate: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);\n' \
        >"$dir/migrations/1_build/migration.sql"
    cd "$dir" || return 1
    "$MIGRATE" apply --url "$url" >"$log" 2>&1 && { echo 'a unique index over equal rows was built'; return 1; }
    grep -q '2:1: .*23505' "$log" || { echo "no place or no SQLSTATE: $(cat "$log")"; return 1; }
    [ -z "$(sql "$url" -c 'SELECT 1 FROM pg_index WHERE NOT indisvalid')" ] ||
        { echo 'an invalid index was left'; return 1; }
    sql "$url" -c 'DELETE FROM t'
    "$MIGRATE" apply --url "$url" >"$log" 2>&1 || { echo "after the rows were put right: $(cat "$log")"; return 1; }

    mkdir -p "$dir/migrations/2_foreign"
    printf -- '-- migrate: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_m ON t (n);\n' \
        >"$dir/migrations/2_foreign/migration.sql"
    sql "$url" -c 'DROP INDEX t_n' -c 'INSERT INTO t VALUES (1), (1)'
    psql -X -q "$url" -c 'CREATE UNIQUE INDEX CONCURRENTLY t_m ON t (n)' >/dev/null 2>&1
    "$MIGRATE" apply --url "$url" >"$log" 2>&1
    [ $? -eq 4 ] && grep -q 'not ours' "$log" || { echo "a foreign invalid index: $(cat "$log")"; return 1; }
    echo 'a build that fails leaves nothing, and a foreign invalid index is not touched'
}

check_hostile_settings() {
    local url log=$WORK/log.hostile role=hostile setting dir=$WORK/hostile
    mkdir -p "$dir"
    cp -r "$WORK/alone/migrations" "$dir/"
    mkdir "$dir/migrations/5_slow"
    echo 'SELECT pg_sleep(0.5); DO $$ BEGIN ASSERT 1 = 1; END $$;' >"$dir/migrations/5_slow/migration.sql"
    url=$(server_database hostile $role)
    while read -r setting; do
        sql "$SERVER_URL" -c "ALTER ROLE $role SET $setting" 2>"$log" ||
            grep -q 'unrecognized configuration parameter' "$log" || return 1
    done <<'SETTINGS'
search_path = 'pg_temp'
statement_timeout = '1ms'
idle_session_timeout = '1ms'
lock_timeout = '1ms'
synchronous_commit = off
default_transaction_isolation = 'serializable'
row_security = on
jit = on
standard_conforming_strings = off
quote_all_identifiers = on
bytea_output = 'escape'
DateStyle = 'German'
TimeZone = 'Asia/Kathmandu'
client_min_messages = error
extra_float_digits = -15
idle_in_transaction_session_timeout = '1ms'
default_transaction_deferrable = on
check_function_bodies = off
IntervalStyle = 'sql_standard'
xmloption = document
SETTINGS
    cd "$dir" || return 1
    "$MIGRATE" apply --url "$url" >"$log" 2>&1 || { cat "$log"; return 1; }
    sql "$SERVER_URL" -c "ALTER ROLE $role RESET ALL"
    [ "$(compare "$url")" = 'ledger has 5' ] || { compare "$url"; return 1; }
    sql "$SERVER_URL" -c 'DROP DATABASE hostile' -c 'DROP ROLE hostile'
    echo 'settings of roles and databases do not reach a migration'
}

check_refusals() {
    local url log=$WORK/log.refusals dir=$WORK/refusals line status
    url=$(server_database refusals)
    mkdir -p "$dir/migrations/1_m"
    cd "$dir" || return 1
    while IFS= read -r line; do
        printf 'CREATE TABLE left_over (n integer);\n%s\n' "$line" >migrations/1_m/migration.sql
        "$MIGRATE" apply --url "$url" >"$log" 2>&1
        status=$?
        [ $status -ne 0 ] || { echo "not refused: $line"; return 1; }
        [ -z "$(sql "$url" -c "SELECT 1 WHERE to_regclass('left_over') IS NOT NULL")" ] ||
            { echo "a part of it stayed: $line"; return 1; }
    done <<'SQL'
COMMIT;
COMMIT AND CHAIN;
BEGIN;
END;
ROLLBACK;
ABORT WORK;
START TRANSACTION;
PREPARE TRANSACTION 'x';
DISCARD ALL;
SELECT pg_advisory_unlock_all();
DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$;
DO $$ BEGIN COMMIT; END $$;
CREATE INDEX CONCURRENTLY i ON left_over (n);
VACUUM;
SET standard_conforming_strings = off;
\gexec
COPY left_over FROM STDIN;
SELECT 1/0;
CREATE TABLE d (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO d VALUES (1), (1);
SQL
    echo 'what would take the transaction or the lock away is refused, and nothing stays'
}

# The network swallows everything, without a word to either side. Runs in a network namespace of its
# own, whose only way it can close.
black_hole() { # black_hole LONG
    local log=$WORK/log.hole url dir=$WORK/hole start freed status
    ip link set lo up
    server_pids=() server_dirs=() server_options=(-c listen_addresses=127.0.0.1 -c port=5432)
    server_start || return
    trap server_stop EXIT
    url=$(server_database hole)
    mkdir -p "$dir/migrations/1_slow"
    echo "SELECT pg_sleep(CASE WHEN to_regclass('public.open') IS NULL THEN 600 ELSE 0 END);
CREATE TABLE slow (n integer);" \
        >"$dir/migrations/1_slow/migration.sql"
    cd "$dir" || return
    local soon='keepalives_idle=2&keepalives_interval=1&keepalives_count=2'
    soon+='&tcp_user_timeout=4000&connect_timeout=2'
    set -- "$1" "${url/@\//@127.0.0.1/}&sslmode=disable&$soon"
    "$MIGRATE" apply --url "${2/host=*&sslmode/sslmode}" >"$log" 2>&1 &
    until [ "$(sql "$url" -c "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ]
    do sleep 0.1; done
    ip link set lo down
    start=$(date +%s%3N)
    until [ "$(sql "$url" -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ]; do sleep 0.1; done
    freed=$(($(date +%s%3N) - start))
    [ "$freed" -le 120000 ] || { echo "the lock was free only after $freed ms"; return 1; }
    freed="behind a network that swallows everything the lock is free after $freed ms"
    if [ -z "$1" ]; then
        sql "$url" -c 'CREATE TABLE open ()'
        ip link set lo up
    fi
    wait %%
    status=$?
    grep -q 'connection lost, connecting again' "$log" || { echo "it did not say so: $(cat "$log")"; return 1; }
    if [ -z "$1" ]; then
        [ $status -eq 0 ] && [ "$(sql "$url" -c 'SELECT count(*) FROM migrate.migration')" = 1 ] ||
            { echo "status $status: $(cat "$log")"; return 1; }
        echo "$freed, and the run goes on when it is back"
        return
    fi
    [ $status -eq 3 ] && [ $(($(date +%s%3N) - start)) -lt 900000 ] ||
        { echo "status $status: $(cat "$log")"; return 1; }
    grep -qE '^migrate: .*(cannot connect to the server|connection to the server was lost)' "$log" ||
        { echo "no reason: $(cat "$log")"; return 1; }
    echo "$freed, and the run gives up after $((($(date +%s%3N) - start) / 1000)) s"
}
check_black_hole() {
    [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null && unshare -n true 2>/dev/null ||
        { echo 'SKIP a network of its own takes root and iproute2'; return; }
    unshare -n bash -c '. "$0/tests/support/server.sh"; . "$0/tests/faults/rounds.sh"; black_hole "$1"' "$source" "$1"
}

# The server of check_crashes was started again by others than this shell.
crash_end() {
    local pid
    pid=$(head -n 1 "$CRASH_DIR/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
    while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
    server_stop
}

# The server itself dies, and comes back while the tool waits for it. To be run in a subshell.
check_crashes() {
    local rounds=8 i url log=$WORK/log.crash point history status differences points lost=0
    [ -z "$1" ] || rounds=120
    server_pids=() server_dirs=()
    server_start || return 1
    export CRASH_DIR=$SERVER_DIR
    trap crash_end EXIT
    points=(begin fence statement commit committed reset intent alone executed done finish running)
    url=$(server_database crash)
    cat >"$CRASH_DIR/crash" <<SH
pid=\$(head -n 1 "$CRASH_DIR/data/postmaster.pid")
kill -9 \$pid \$(cat /proc/\$pid/task/\$pid/children)
( while :; do
    setsid ${server_as[*]} \$(tr -d '"' <"$CRASH_DIR/data/postmaster.opts") </dev/null >>"$CRASH_DIR/log" 2>&1
    [ ! -e "$CRASH_DIR/ended" ] || exit
    sleep 0.05
done ) &
SH
    for ((i = 0; i < rounds; i++)); do
        history=alone
        [ $((i % 2)) -eq 0 ] || history=transactional
        point=${points[i / 2 % ${#points[@]}]}
        until reset_database "$url" >/dev/null 2>&1; do sleep 0.05; done
        rm -f "$CRASH_DIR/ended"
        (cd "$WORK/$history" && MIGRATE_FAULT=$point:stop:$((i % 3 + 1)) \
            "$DISTURB" shell "touch '$CRASH_DIR/ended'; sh '$CRASH_DIR/crash'" -- \
            "$MIGRATE" apply --url "$url" >"$log" 2>&1)
        status=$?
        until sql "$url" -c 'SELECT 1' >/dev/null 2>&1; do sleep 0.05; done
        differences=$(compare "$url" 2>&1)
        [ $status -eq 0 ] && [ -z "$differences" ] ||
            { echo "$history, $point: status $status: $differences $(cat "$log")"; return 1; }
        ! grep -q 'connection lost' "$log" || lost=$((lost + 1))
    done
    [ $lost -ge $((rounds / 2)) ] || { echo "only $lost of $rounds runs were hit"; return 1; }
    echo "the server is killed and comes back while the tool waits: $lost times"
}

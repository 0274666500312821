# shellcheck shell=bash
# The migrations of `create --online` when they die or wait in vain. To be sourced, after rounds.sh.

# A history with a change of every sort that takes more than one migration, and rows in batches.
make_online_history() { # FOLDER
    mkdir -p "$1/migrations/1_init" "$1/schema"
    cat >"$1/migrations/1_init/migration.sql" <<'SQL'
CREATE SCHEMA app;
CREATE TABLE app.u (id integer PRIMARY KEY);
CREATE TABLE app.t (id integer PRIMARY KEY, a integer, b integer);
CREATE INDEX by_b ON app.t (b);
INSERT INTO app.u SELECT generate_series(1, 200);
INSERT INTO app.t SELECT i, i, i FROM generate_series(1, 200) i;
SQL
    cat >"$1/schema/schema.sql" <<'SQL'
CREATE SCHEMA app;
CREATE TABLE app.u (id integer PRIMARY KEY);
CREATE TABLE app.t (id integer PRIMARY KEY, a integer NOT NULL REFERENCES app.u, b integer UNIQUE CHECK (b > 0),
    c uuid NOT NULL DEFAULT gen_random_uuid());
CREATE INDEX by_b ON app.t (b DESC);
SQL
    "$MIGRATE" create change --online --no-rename -C "$1" || return
    sed -i 's/batch key=id/batch key=id size=50/' "$1"/migrations/*/migration.sql
}

# What it comes to: the schema, and how many rows have a value of their own.
online_sum() { # URL
    pg_dump -s --exclude-schema=migrate "$1" | grep -v '^\\'
    sql "$1" -c 'SELECT count(*), count(DISTINCT c), sum(a), sum(b) FROM app.t' \
        -c "SELECT relname FROM pg_class WHERE relname LIKE 'migrate\_%'" \
        -c 'SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid' \
        -c "SELECT sum(rows) FROM migrate.batch WHERE idx > 0"
}

# Somebody who holds a lock again and again, for longer than the tool waits for one.
online_holder() { # URL
    for _ in {1..12}; do
        echo 'BEGIN; LOCK TABLE app.t, app.u IN ROW EXCLUSIVE MODE; SELECT pg_sleep(0.3); COMMIT;
            SELECT pg_sleep(0.06);'
    done | sql "$1" >/dev/null
}

# kill -9 at every point of the sequence: what is run again comes to the same. Then lock time-outs.
check_online_sequences() {
    local folder=$WORK/online url log=$WORK/log.online wanted point nth rounds=0 most=30 holder retries status
    [ -n "$1" ] || { echo 'SKIP it takes minutes: FAULTS=long'; return; }
    make_online_history "$folder" >"$log" 2>&1 || { cat "$log"; return 1; }
    cd "$folder" || return 1
    url=$(server_database online)
    "$MIGRATE" apply --url "$url" >"$log" 2>&1 || { cat "$log"; return 1; }
    wanted=$(online_sum "$url")
    for point in $(fault_points); do
        for ((nth = 1; nth <= most; nth++)); do
            reset_database "$url"
            "$MIGRATE" apply --to 1 --url "$url" >"$log" 2>&1 || { cat "$log"; return 1; }
            MIGRATE_FAULT=$point:kill9:$nth "$DISTURB" nothing - -- "$MIGRATE" apply --url "$url" >"$log" 2>&1
            status=$?
            [ $status -ne 0 ] || break
            rounds=$((rounds + 1))
            [ $status -eq 137 ] && "$MIGRATE" apply --url "$url" >"$log" 2>&1 ||
                { echo "$point $nth, status $status: $(cat "$log")"; return 1; }
            [ "$(online_sum "$url")" = "$wanted" ] ||
                { echo "$point $nth: $(diff <(echo "$wanted") <(online_sum "$url"))"; return 1; }
        done
    done
    reset_database "$url"
    "$MIGRATE" apply --to 1 --url "$url" >"$log" 2>&1 || { cat "$log"; return 1; }
    online_holder "$url" &
    holder=$!
    until [ "$(sql "$url" -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%app.u IN ROW%'
        AND pid <> pg_backend_pid()")" = 1 ]; do :; done
    "$MIGRATE" apply --url "$url" --lock-timeout 50ms >"$log" 2>&1
    status=$?
    wait "$holder"
    retries=$(grep -c 'trying again' "$log")
    [ $status -eq 0 ] || "$MIGRATE" apply --url "$url" >>"$log" 2>&1 || { cat "$log"; return 1; }
    [ "$retries" -gt 0 ] || { echo "it never waited: $(cat "$log")"; return 1; }
    [ "$(online_sum "$url")" = "$wanted" ] || { echo "lock time-outs: $(online_sum "$url")"; return 1; }
    echo "sequences of create --online: $rounds kills and $retries lock time-outs, and each comes to the same"
}

# shellcheck shell=bash
# How long others wait while a table of $ROWS rows is changed, in the form of `create --online` and in the plain one.
# To be sourced by tests/bench/run.

# Each change: its name, the tables that two writers and two readers use meanwhile; what is there before, and after.
online_changes() {
    cat <<'ROWS'
NOT NULL|t
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, n int)
CHECK|t
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t (id int PRIMARY KEY, a int CHECK (a > 0), n int)
FOREIGN KEY|t u
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES u, n int)
UNIQUE|t
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, n int)
PRIMARY KEY|t
CREATE TABLE t (id int UNIQUE, a int, n int)
CREATE TABLE t (id int UNIQUE, a int PRIMARY KEY, n int)
an index|t
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t (id int PRIMARY KEY, a int, n int); CREATE INDEX i ON t (a)
a changed index|t
CREATE TABLE t (id int PRIMARY KEY, a int, n int); CREATE INDEX i ON t (a)
CREATE TABLE t (id int PRIMARY KEY, a int, n int); CREATE INDEX i ON t (a DESC)
a volatile default|t
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t (id int PRIMARY KEY, a int, n int, c uuid NOT NULL DEFAULT gen_random_uuid())
an attached partition|t p
CREATE TABLE t (id int PRIMARY KEY, a int, n int)
CREATE TABLE t PARTITION OF p (PRIMARY KEY (id)) FOR VALUES FROM (0) TO (10000000)
ROWS
}

# One statement after the other, and how long the slowest took, in milliseconds.
online_client() { # URL FLAG STATEMENT WITH %
    local url=$1 flag=$2 statement=$3
    {
        echo '\timing on'
        while [ -e "$flag" ]; do
            echo "${statement/\%/$((RANDOM * 6 + 1))};"
            sleep 0.01
        done
    } | psql -X -q -A -t "$url" 2>&1 | awk '/ERROR/ { print >"/dev/stderr" } /^Time:/ { if ($2 > most) most = $2; n++ }
        END { printf "%d %d\n", most + 0.5, n }'
}

# Sets longest: of all clients, while the migrations that are left are applied, or for a second without any.
online_wait() { # URL PROJECT TABLES [nothing]
    local table clients=() flag=$2/running
    touch "$flag"
    for table in $3; do
        for _ in 1 2; do
            online_client "$1" "$flag" "UPDATE $table SET n = 1 WHERE id = %" >"$2/client.${#clients[@]}" &
            clients+=($!)
            online_client "$1" "$flag" "SELECT n FROM $table WHERE id = %" >"$2/client.${#clients[@]}" &
            clients+=($!)
        done
    done
    sleep 1
    [ -n "${4-}" ] || "$MIGRATE" apply -C "$2" --url "$1" >/dev/null
    sleep 0.2
    rm "$flag"
    wait "${clients[@]}"
    longest=$(cat "$2"/client.* | sort -n | tail -n 1 | cut -d' ' -f1)
    rm "$2"/client.*
}

# Sets longest and files.
online_form() { # NUMBER FORM TABLES BEFORE AFTER
    local project=$work/online_$1_$2 url nothing=
    local others='CREATE TABLE u (id int PRIMARY KEY, n int);
        CREATE TABLE p (id int NOT NULL, a int, n int) PARTITION BY RANGE (id);'
    url=$(server_database "online_$1_${2%%-*}")
    mkdir -p "$project/migrations/1_init" "$project/schema"
    echo "$others $4;" >"$project/migrations/1_init/migration.sql"
    echo "$others $5;" >"$project/schema/schema.sql"
    "$MIGRATE" apply -C "$project" --url "$url" >/dev/null
    psql -X -q "$url" -c "INSERT INTO u SELECT i, 0 FROM generate_series(1, ${ROWS:-200000}) i" \
        -c "INSERT INTO t SELECT i, i, 0 FROM generate_series(1, ${ROWS:-200000}) i" -c 'VACUUM ANALYZE' -c CHECKPOINT
    "$MIGRATE" create change "--$2" --no-rename --allow-data-loss -C "$project" >/dev/null 2>&1
    files=$(find "$project/migrations" -name migration.sql | wc -l)
    files=$((files - 1))
    [ "$1" != 0 ] || nothing=nothing
    online_wait "$url" "$project" "$3" "$nothing"
    psql -X -q "$SERVER_URL" -c "DROP DATABASE online_$1_${2%%-*}"
}

bench_online() {
    local number=0 name tables before after longest files online many
    before='CREATE TABLE t (id int PRIMARY KEY, a int, n int)'
    online_form 0 online t "$before" "${before/, n int/}"
    row "online: the longest wait of two writers and two readers, without a change" "$longest ms"
    while IFS='|' read -r -u 3 name tables && read -r -u 3 before && read -r -u 3 after; do
        number=$((number + 1))
        online_form $number online "$tables" "$before" "$after"
        online=$longest many=$files
        online_form $number no-online "$tables" "$before" "$after"
        row "online, $name, migrations: $many; plain form: $longest ms" "$online ms" "200 ms"
    done 3< <(online_changes)
}

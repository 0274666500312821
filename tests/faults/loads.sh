# shellcheck shell=bash
# Loading a dump when it dies. To be sourced, after rounds.sh.

load_sum() { # URL: of all rows, with the tables that there are
    sql "$1" -c "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND
        relnamespace = 'app'::regnamespace" -c 'SELECT count(*), sum(n) FROM app.t'
}

make_old() { sql "$1" -c 'CREATE TABLE app.old (n integer)' -c 'DELETE FROM app.t WHERE n > 19990'; }
# Sessions in a database that is loaded into, or beside it.
load_sessions() { sql "$SERVER_URL" -c "SELECT count(*) FROM pg_stat_activity WHERE datname ~ '^(loads|migrate_)'"; }

# kill -9 of a load at a random moment, of each format and with and without a database beside: the old database is
# there, or the new one.
check_killed_loads() {
    local rounds=10 folder=$WORK/loads url plain old new i took format log=$WORK/log.load now counts=(0 0)
    [ -z "$1" ] || rounds=100
    mkdir -p "$folder/migrations/1_t"
    echo "CREATE SCHEMA app; CREATE TABLE app.t (n integer PRIMARY KEY, v text);
        INSERT INTO app.t SELECT n, repeat('x', 50) FROM generate_series(1, 20000) AS n;" \
        >"$folder/migrations/1_t/migration.sql"
    url=$(server_database loads) plain=$(server_database loads_plain loader)
    cd "$folder" || return 1
    for format in sql.gz dump; do
        "$MIGRATE" apply --url "$url" >"$log" 2>&1 && "$MIGRATE" apply --url "$plain" >>"$log" 2>&1 &&
            "$MIGRATE" dump --url "$url" "new.$format" >>"$log" 2>&1 &&
            "$MIGRATE" dump --url "$plain" "plain.$format" >>"$log" 2>&1 || { cat "$log"; return 1; }
    done
    new=$(load_sum "$url")
    for i in "$url" "$plain"; do make_old "$i"; done
    old=$(load_sum "$url")
    took=$EPOCHREALTIME
    "$MIGRATE" load new.dump --url "$url" --replace >"$log" 2>&1 || { cat "$log"; return 1; }
    took=$(awk "BEGIN { print $EPOCHREALTIME - $took }")
    for ((i = 0; i < rounds; i++)); do
        now=$url format=sql.gz name=new
        [ $((i % 2)) -eq 0 ] || format=dump
        [ $((i / 2 % 2)) -eq 0 ] || now=$plain name=plain
        [ "$(load_sum "$now")" = "$old" ] || make_old "$now" || return 1
        "$MIGRATE" load "$name.$format" --url "$now" --replace >"$log" 2>&1 &
        sleep "$(awk "BEGIN { srand($i * 7919 + $$); print rand() * $took * 1.3 }")"
        kill -9 $! 2>/dev/null
        wait $! 2>/dev/null
        # The programs that it ran end with it, and their sessions.
        until [ "$(load_sessions)" = 0 ]; do sleep 0.05; done
        case $(load_sum "$now") in
        "$old") counts[0]=$((counts[0] + 1)) ;;
        "$new") counts[1]=$((counts[1] + 1)) ;;
        *) echo "round $i, $format: neither: $(load_sum "$now") $(cat "$log")"; return 1 ;;
        esac
    done
    for i in "new.dump --url $url" "plain.dump --url $plain"; do
        # shellcheck disable=SC2086
        "$MIGRATE" load $i --replace >"$log" 2>&1 || { cat "$log"; return 1; }
    done
    [ "$(sql "$SERVER_URL" -c "SELECT count(*) FROM pg_database WHERE datname ~ '^migrate_'")" = 0 ] ||
        { echo 'what died is left'; return 1; }
    echo "$rounds loads killed: the old database ${counts[0]} times, the new one ${counts[1]} times, never a mixture"
}

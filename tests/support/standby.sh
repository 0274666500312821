# shellcheck shell=bash
# A standby that follows the test's server by streaming. To be sourced after apply.sh.
#
#   standby_start     sets STANDBY_URL, of the test's database there
#   standby_catch_up  waits until it has all that the primary has
#   standby_stop

server_version() { sql -c "SELECT current_setting('server_version_num')::integer / 10000"; }

standby_start() {
    local bin deadline=$((SECONDS + 600)) password
    bin=$(server_bindir "$(server_version)")
    password=$(cat "$SERVER_DIR/password")
    STANDBY=$SERVER_DIR/standby$number
    "${server_as[@]}" mkdir -m 700 "$STANDBY"
    (cd / && PGPASSWORD=$password "${server_as[@]}" "$bin/pg_basebackup" --host="$SERVER_DIR" --username=postgres \
        --pgdata="$STANDBY/data" --checkpoint=fast --no-sync --wal-method=stream) >&2
    "${server_as[@]}" touch "$STANDBY/data/standby.signal"
    "${server_as[@]}" setpriv --pdeathsig QUIT "$bin/postgres" -D "$STANDBY/data" -F -c listen_addresses= -c \
        unix_socket_directories="$STANDBY" \
        -c max_connections=50 -c max_locks_per_transaction=256 -c \
            primary_conninfo="host=$SERVER_DIR user=postgres password=$password" \
        </dev/null >"$STANDBY/log" 2>&1 &
    STANDBY_PID=$!
    STANDBY_URL=${DATABASE_URL/host=*/host=$STANDBY}
    until psql -X -At -c 'SELECT pg_is_in_recovery()' "$STANDBY_URL" 2>/dev/null | grep -q t; do
        if ! kill -0 "$STANDBY_PID" ||
            [ "$SECONDS" -ge "$deadline" ]; then fail "no standby: $(tail -n 5 "$STANDBY/log")"; fi
        sleep 0.1
    done
}

standby_catch_up() {
    local at deadline=$((SECONDS + 60))
    at=$(sql -c 'SELECT pg_current_wal_lsn()')
    until [ "$(psql -X -At -c "SELECT pg_last_wal_replay_lsn() >= '$at'" "$STANDBY_URL")" = t ]; do
        [ "$SECONDS" -lt "$deadline" ] || fail "the standby does not follow: $(tail -n 5 "$STANDBY/log")"
        sleep 0.05
    done
}

standby_stop() {
    kill -QUIT "$STANDBY_PID"
    wait "$STANDBY_PID" || true
    rm -rf "$STANDBY"
}

# shellcheck shell=bash
# PgBouncer before a project's database. To be sourced after apply.sh.

# A pooler in mode $1 (transaction) with $2 (20) server connections and setting $3 before the project's database; sets
# POOLED.
with_pooler() {
    local mode=${1:-transaction} size=${2:-20} more=${3-}
    command -v pgbouncer >/dev/null || PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null ||
        skip 'PgBouncer is missing (ci/deps test installs it)'
    local folder=$SERVER_DIR/pool$number.$mode.$size deadline=$((SECONDS + 600))
    mkdir -m 700 "$folder"
    cat >"$folder/ini" <<INI
[databases]
pooled = host=$SERVER_DIR dbname=cli$number user=postgres password=$(cat "$SERVER_DIR/password")
[pgbouncer]
listen_addr =
unix_socket_dir = $folder
auth_type = any
pool_mode = $mode
default_pool_size = $size
$more
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

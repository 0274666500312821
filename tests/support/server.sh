# A throwaway PostgreSQL server for tests that need a database of their own, such as a target to apply to. To be
# sourced.
#
#   server_majors                 prints the major versions that are installed, newest last
#   server_start [MAJOR]          starts one (default: the newest of the distribution's); sets SERVER_URL (of a
#   superuser, with its
#                                 password), SERVER_DIR (what lies in it goes with it) and SERVER_PID. Status 77 when
#                                 there is none
#   server_database NAME [OWNER]  creates a database (and its owner, a role that may log in and is no superuser) and
#   prints its URL
#   server_stop                   stops every server of this shell; runs by itself at exit
#   server_bindir MAJOR           prints where `postgres` and `initdb` of that version are
#   server_options                an array of further arguments of `postgres`
#
# The servers listen on a Unix socket in a private folder and nowhere else, and die with the shell even on SIGKILL. As
# root they run as another user. `initdb` is done once for each version and XDG_CACHE_HOME. Starting one costs about as
# much as ten sessions: a test program starts one and gives each of its functions a database.

server_pids=()
server_dirs=()
server_options=()
server_home=$("$(dirname "${BASH_SOURCE[0]}")/../../ci/servers" --where)

server_bindir() {
    local dir
    for dir in "/usr/lib/postgresql/$1/bin" "/usr/pgsql-$1/bin" "$server_home/$1/bin"; do
        if [ -x "$dir/postgres" ] && [ -x "$dir/initdb" ]; then
            echo "$dir"
            return 0
        fi
    done
    dir=$(pg_config --bindir 2>/dev/null) && [ -x "$dir/postgres" ] &&
        [[ $("$dir/postgres" --version) =~ \ $1[.a-z] ]] && echo "$dir"
}

server_majors() {
    local major
    for major in {13..30}; do
        ! server_bindir "$major" >/dev/null || echo "$major"
    done
}

# Sets server_as to what goes before a command that is to run as the servers' user.
server_become() {
    server_as=()
    [ "$(id -u)" -ne 0 ] ||
        server_as=(setpriv "--reuid=$(server_user)" "--regid=$(id -g "$(server_user)")" --clear-groups)
}

server_user() {
    if [ "$(id -u)" -ne 0 ]; then
        id -un
    elif id postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}

# The verifier of password $1, which goes as a password in SQL: with one iteration instead of 4096, which take a client
# longer than all else in a short session. The password itself where there is no Python.
server_verifier() {
    python3 -S - "$1" <<'PY' 2>/dev/null || echo "$1"
import base64, hashlib, hmac, os, sys
def keyed(key, text): return hmac.new(key, text, hashlib.sha256).digest()
def plain(data): return base64.b64encode(data).decode()
salt = os.urandom(16)
salted = keyed(sys.argv[1].encode(), salt + b"\0\0\0\1")
stored = hashlib.sha256(keyed(salted, b"Client Key")).digest()
print("SCRAM-SHA-256$1:%s$%s:%s" % (plain(salt), plain(stored), plain(keyed(salted, b"Server Key"))))
PY
}

# Prints the path of a data folder that is fit to be copied; its password lies beside it, and the password's verifier.
server_template() {
    local bin=$1 cache=${XDG_CACHE_HOME:-$HOME/.cache}/migrate-test-data template log first=verifier
    # initdb read no more than 99 bytes of a password before 14.
    [ "$("$bin/postgres" --version | sed 's/.* \([0-9]*\).*/\1/')" -ge 14 ] || first=password
    template=$cache/verified-$("$bin/postgres" --version | tr -c 'A-Za-z0-9.\n' _)
    mkdir -p "$cache"
    (
        flock 9
        [ ! -d "$template" ] || exit 0
        new=$(mktemp -d "${TMPDIR:-/tmp}/initdb.XXXXXX")
        trap 'rm -rf "$new"' EXIT
        read -r password </proc/sys/kernel/random/uuid
        echo "$password" >"$new/password"
        server_verifier "$password" >"$new/verifier"
        chown -R "$(server_user)" "$new"
        if ! log=$(cd "$new" &&
            "${server_as[@]}" "$bin/initdb" -D "$new/data" -U postgres -A scram-sha-256 --pwfile="$new/$first" \
            -E UTF8 --locale=C --no-sync --wal-segsize=1 2>&1); then
            echo "$log" >&2
            exit 1
        fi
        cp -a "$new" "$template.new"
        mv "$template.new" "$template"
    ) 9>"$cache/lock" || return 1
    echo "$template"
}

server_start() {
    local major=${1-} bin template base deadline
    [ -n "$major" ] ||
        major=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -name '[0-9]*' -printf '%f\n' 2>/dev/null | sort -n |
            tail -n 1)
    [ -n "$major" ] || major=$(server_majors | tail -n 1)
    if [ -z "$major" ] || ! bin=$(server_bindir "$major"); then
        echo "there is no PostgreSQL server ${major:+of version $major }on this machine"
        return 77
    fi
    server_become
    template=$(server_template "$bin") || return 1

    # A socket's path may have 107 bytes, and the server's user has to get there.
    base=${TMPDIR:-/tmp}
    if [ ${#base} -gt 70 ] || ! "${server_as[@]}" test -x "$base"; then base=/tmp; fi
    SERVER_DIR=$(mktemp -d "$base/pg.XXXXXX")
    server_dirs+=("$SERVER_DIR")
    cp -a --reflink=auto "$template/data" "$template/password" "$template/verifier" "$SERVER_DIR/"
    chown "$(server_user)" "$SERVER_DIR"

    # SIGQUIT makes it stop at once, and its children with it.
    "${server_as[@]}" setpriv --pdeathsig QUIT "$bin/postgres" -D "$SERVER_DIR/data" -F -c listen_addresses= \
        -c unix_socket_directories="$SERVER_DIR" -c unix_socket_permissions=0700 -c full_page_writes=off -c \
            synchronous_commit=off \
        -c max_locks_per_transaction=256 -c max_connections=50 -c shared_buffers=32MB -c autovacuum=off -c \
            log_min_messages=fatal \
        "${server_options[@]}" </dev/null >"$SERVER_DIR/log" 2>&1 &
    SERVER_PID=$!
    server_pids+=("$SERVER_PID")
    deadline=$((SECONDS + 600))
    until grep -q '^ready' "$SERVER_DIR/data/postmaster.pid" 2>/dev/null; do
        if ! kill -0 "$SERVER_PID" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            cat "$SERVER_DIR/log" >&2
            return 1
        fi
        sleep 0.02
    done
    SERVER_URL="postgresql://postgres:$(cat "$SERVER_DIR/password")@/postgres?host=$SERVER_DIR"
}

# A name is taken as it is, whatever characters it has; the server quotes it.
server_database() {
    local name=$1 owner=${2-} password
    password=$(cat "$SERVER_DIR/password")
    [ -z "$owner" ] ||
        psql -X -q -v ON_ERROR_STOP=1 -v owner="$owner" -v password="$(cat "$SERVER_DIR/verifier")" \
            "$SERVER_URL" >&2 <<'SQL' || return 1
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'owner', :'password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SQL
    psql -X -q -v ON_ERROR_STOP=1 -v name="$name" -v owner="${owner:-postgres}" "$SERVER_URL" >&2 <<'SQL' || return 1
CREATE DATABASE :"name" OWNER :"owner" TEMPLATE template0;
SQL
    echo "postgresql://$(server_encode "${owner:-postgres}"):$password@/$(server_encode "$name")?host=$SERVER_DIR"
}

# Percent-encodes every byte that is special in a URL.
server_encode() {
    local LC_ALL=C i char
    for ((i = 0; i < ${#1}; i++)); do
        char=${1:i:1}
        case $char in
        [A-Za-z0-9_.-]) printf '%s' "$char" ;;
        *) printf '%%%02X' "'$char" ;;
        esac
    done
}

server_stop() {
    local pid
    for pid in "${server_pids[@]}"; do
        kill -QUIT "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    [ ${#server_dirs[@]} -eq 0 ] || rm -rf "${server_dirs[@]}"
    server_pids=()
    server_dirs=()
}
trap server_stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

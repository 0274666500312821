# shellcheck shell=bash
# A project of migrations and a server with a database for each test. To be sourced after cli.sh.
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

migration() { # migration VERSION_NAME SQL [DOWN]
    mkdir -p "migrations/$1"
    printf '%s\n' "$2" >"migrations/$1/migration.sql"
    [ $# -lt 3 ] || printf '%s\n' "$3" >"migrations/$1/down.sql"
}

# SQL that ends all other sessions of the test's database.
kill_others() {
    echo "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = 'cli$number' AND pid <> pg_backend_pid()"
}

# A project of two migrations and an empty database for it.
project() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
    migration 20240101000000_users 'CREATE TABLE users (id integer);' 'DROP TABLE users;'
    migration 20240102000000_posts 'CREATE TABLE posts (id integer); CREATE INDEX ON posts (id);' \
        'DROP TABLE posts;'
}

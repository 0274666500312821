# shellcheck shell=bash
# Projects with an embedded development database. To be sourced instead of cli.sh, which it sources.

# Each is 40 MB that are synced: in memory, where there is room.
if [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 1000000 ] 2>/dev/null && [ -w /dev/shm ]; then
    export TMPDIR=/dev/shm
fi
. "$(dirname "${BASH_SOURCE[0]}")/cli.sh"

# As root, the server's user has to get to the tests' folders.
chmod 755 "$CLI_DIR"

project() {
    mkdir -p migrations/20240101000000_users
    echo 'CREATE TABLE users (id integer);' >migrations/20240101000000_users/migration.sql
}

# A project whose database was made, and is empty.
made_project() {
    project
    if [ ! -d "$CLI_DIR/made" ]; then
        mkdir "$CLI_DIR/made"
        (
            cd "$CLI_DIR/made"
            "$MIGRATE" psql -- -c 'SELECT 1' >/dev/null 2>&1 || fail 'no database could be made'
            expect_stopped
        )
    fi
    cp -a "$CLI_DIR/made/.migrate" .
}

# The process that keeps this project's server; status 1 when it does not run.
keeper() {
    local pid
    read -r pid _ <.migrate/dev/server
    kill -0 "$pid" 2>/dev/null && echo "$pid"
}

expect_stopped() {
    local deadline=$((SECONDS + 600))
    while keeper >/dev/null; do
        [ "$SECONDS" -lt "$deadline" ] || fail "the server still runs"
        sleep 0.05
    done
}

#!/usr/bin/env bash
# Servers that a provider manages, where nobody is a superuser and functions are revoked, and containers that have
# next to nothing: everything works, or the message names the privilege.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A project whose login app$number owns the database and may nothing else; ADMIN is the superuser's address.
managed_project() {
    project
    psql -X -q "$SERVER_URL" -c "CREATE ROLE app$number LOGIN PASSWORD 'secret'" \
        -c "ALTER DATABASE cli$number OWNER TO app$number"
    ADMIN=$DATABASE_URL
    export DATABASE_URL="postgresql://app$number:secret@/cli$number?host=$SERVER_DIR"
}

admin() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$ADMIN" "$@"; }

test_no_superuser_is_needed_for_anything() {
    managed_project
    admin -c 'REVOKE ALL ON FUNCTION pg_ls_dir(text), pg_read_file(text), pg_stat_file(text) FROM PUBLIC' \
        -c 'REVOKE SELECT ON pg_file_settings, pg_hba_file_rules, pg_shadow FROM PUBLIC'
    migration 20240103000000_alone $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY alone ON users (id);' \
        'DROP INDEX alone;'
    migration 20240104000000_many \
        'INSERT INTO users SELECT generate_series(1, 1000); ALTER TABLE users ALTER COLUMN id TYPE bigint;' \
        'ALTER TABLE users ALTER COLUMN id TYPE integer;'
    migrate baseline 20240101000000
    expect_status 0
    sql -c 'CREATE TABLE users (id integer)'
    migrate apply --check-drift
    expect_ok
    migrate status --drift
    expect_ok
    expect_out 'up to date: 4 applied'
    migrate drift
    expect_ok
    migrate down
    expect_ok
    migrate reset --yes
    expect_ok
}

test_a_revoked_function_is_named_with_the_role_that_needs_it() {
    managed_project
    local verb cure
    admin -c 'REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC'
    for verb in apply status drift down 'baseline 20240101000000' 'resolve 20240101000000 --applied --reason x'; do
        # shellcheck disable=SC2086
        migrate $verb
        expect_status 3
        cat "$OUT" "$ERR" >said
        expect_text said "GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO app$number"
    done
    cure=$(sed -n 's/.*A superuser can grant it: //p' said)
    admin -c "$cure"
    migrate apply
    expect_ok
    migrate status
    expect_ok
    psql -X -q "$SERVER_URL" -c "CREATE ROLE \"the owner\"" -c "GRANT \"the owner\" TO app$number" \
        -c "ALTER DATABASE cli$number OWNER TO \"the owner\""
    MIGRATE_ENV_DEV_OWNER='the owner' migrate apply
    expect_status 3
    expect_err 'pg_control_system() TO "the owner"'
    admin -c 'GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC'
}

test_an_extension_that_is_not_allowed_is_refused_in_the_servers_words() {
    managed_project
    admin -c 'SELECT name FROM pg_available_extensions' | grep -q '^pageinspect$' ||
        skip "the server's extensions are missing (ci/deps test installs them)"
    migration 20240103000000_trusted 'CREATE EXTENSION citext;'
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    migration 20240104000000_untrusted $'SELECT 1;\nCREATE EXTENSION pageinspect;'
    migrate apply
    expect_status 3
    expect_err '20240104000000_untrusted/migration.sql:2:1: permission denied to create extension "pageinspect"'
    expect_err 'superuser'
    admin -c 'CREATE EXTENSION pageinspect'
    sed -i 's/EXTENSION/& IF NOT EXISTS/' migrations/20240104000000_untrusted/migration.sql
    migrate apply
    expect_status 0
}

# Runs the program as a user ID without a name, without HOME and a terminal, on a file system that is read-only but for
# one folder, and with two megabytes of shared memory.
contained() {
    last="in the container: migrate $*" STATUS=0
    unshare --mount sh -c 'mount --make-rprivate / && mount -t tmpfs -o size=2m,mode=1777 tmpfs /dev/shm &&
        mount -t tmpfs -o mode=1777 tmpfs /var/tmp && mount -o bind,remount,ro / && cd "$1" && shift && exec "$@"' \
        sh "$PWD" setpriv --reuid=54321 --regid=54321 --clear-groups \
        env -i PATH="$PATH" TMPDIR=/var/tmp DATABASE_URL="$DATABASE_URL" ./migrate "$@" \
        >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

test_a_user_without_a_name_in_a_bare_container_needs_no_more() {
    [ "$(id -u)" -eq 0 ] || skip 'only root can make such a container'
    unshare --mount true 2>/dev/null || skip 'this kernel makes no mount namespaces here'
    ! getent passwd 54321 >/dev/null || skip 'user 54321 has a name here'
    # A server of its own, because nothing of it may lie in /dev/shm, which is another one there.
    server_pids=() server_dirs=()
    trap 'server_stop; rm -rf "$FOLDER"' EXIT
    TMPDIR=/tmp server_start
    chmod 711 "$SERVER_DIR"
    chmod 777 "$SERVER_DIR/.s.PGSQL.5432"
    local verb
    FOLDER=$(mktemp -d /tmp/contained.XXXXXX)
    cd "$FOLDER"
    managed_project
    cp "$MIGRATE" migrate
    mkdir schema
    cat migrations/*/migration.sql >schema/schema.sql
    chmod -R a+rX .
    for verb in 'apply --dry-run' apply apply status drift 'status --drift' check diff 'down --dry-run' down; do
        # shellcheck disable=SC2086
        contained $verb
        if grep -q 'no name on this machine' "$ERR"; then skip 'this kernel lets nobody make user namespaces'; fi
        expect_ok
    done
}

run_tests

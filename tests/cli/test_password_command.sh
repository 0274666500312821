#!/usr/bin/env bash
# Passwords that a command prints, as for clouds whose passwords are good for minutes only.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A role whose password is in the file `token`, and a command that prints it and counts.
with_token() {
    project
    OWNER=$DATABASE_URL
    psql -X -q "$OWNER" -c "CREATE ROLE rotated$number LOGIN SUPERUSER PASSWORD 'Zq7hX''%1@/$number'"
    printf '%s\n' "Zq7hX'%1@/$number" >token
    cat >migrate.ini <<INI
[env cloud]
url = postgresql://rotated$number@/cli$number?host=$SERVER_DIR
password_command = echo "\$PGUSER \$PGDATABASE" >>asked; cat token
INI
    unset DATABASE_URL
}

# No stream, no argument of a process and nothing in the database has it.
expect_secret() { ! grep -aqF 'Zq7hX' "$OUT" "$ERR" || fail 'a part of the password was printed'; }

test_every_command_that_connects_asks_for_it() {
    with_token
    migrate apply --env cloud
    expect_ok
    expect_out '2 migrations applied'
    [ "$(cat asked)" = "rotated$number cli$number" ] || fail "$(cat asked)"
    for verb in status drift 'apply -v' 'down --dry-run' config 'dump x.sql' 'load x.sql --replace' \
        'psql --env cloud -- -X -c SELECT'; do
        case $verb in psql*) migrate $verb ;; *) migrate $verb --env cloud ;; esac
        expect_status 0
        expect_secret
    done
    [ "$(wc -l <asked)" = 8 ]
    printf 'url = host=%s dbname=cli%s user=rotated%s\n' "$SERVER_DIR" "$number" "$number" >keywords
    sed -i "s|^url.*|$(cat keywords)|" migrate.ini
    migrate apply --env cloud
    expect_ok
    ! psql -X -At "$OWNER" -c 'SELECT * FROM migrate.migration, migrate.event, migrate.meta' | grep -F Zq7hX ||
        fail 'the ledger has it'
}

test_it_is_asked_again_when_the_connection_is_lost() {
    with_token
    migration 20240103000000_slow "CREATE TABLE slow (id integer); SELECT pg_sleep(1), 'a nap';"
    STATUS=0
    "$MIGRATE" apply --env cloud >"$OUT" 2>"$ERR" &
    local tool=$! pid
    last='apply whose password changes'
    until \
        pid=$(psql -X -At "$OWNER" -c \
            "SELECT pid FROM pg_stat_activity WHERE query LIKE '%a nap%' AND pid <> pg_backend_pid()") &&
                [ -n "$pid" ]; do
        kill -0 "$tool" || fail 'it ended early'
    done
    ! tr '\0' ' ' <"/proc/$tool/cmdline" | grep -F Zq7hX || fail 'its arguments have it'
    psql -X -q "$OWNER" -c "ALTER ROLE rotated$number PASSWORD 'Zq7hX second'" -c \
        "SELECT pg_terminate_backend($pid)" >/dev/null
    echo 'Zq7hX second' >token
    wait "$tool" || STATUS=$?
    expect_status 0
    expect_out '3 migrations applied'
    [ "$(wc -l <asked)" -ge 2 ]
    expect_secret
}

test_what_is_wrong_with_it_is_said_without_it() {
    with_token
    echo 'Zq7hX wrong' >token
    migrate apply --env cloud
    expect_status 3
    expect_err 'password authentication failed'
    expect_secret
    local wrong
    for wrong in 'exit 3:it failed (exit status 3)' 'true:it printed nothing' \
        'printf "Zq7hX\\n2"; printf "\\n3":it printed more than one line' \
        'nowhere-command:it failed (exit status 127)'; do
        sed -i "s|^password_command.*|password_command = ${wrong%:it*}|" migrate.ini
        migrate apply --env cloud
        expect_status 3
        expect_err "password_command of [env cloud]: it${wrong##*:it}"
        expect_secret
    done
    migrate status
    expect_status 3
    expect_out 'unreachable: password_command of [env cloud]: it failed (exit status 127)'
    sed -i 's|^password_command.*|password_command = cat /dev/zero|' migrate.ini
    migrate apply --env cloud
    expect_status 3
    expect_err 'password_command of [env cloud]: /bin/sh printed more than 65536 bytes; that is not read'
}

test_it_is_for_the_environments_own_address() {
    with_token
    migrate apply --url "$OWNER"
    expect_ok
    [ ! -e asked ]
    migrate status --env cloud
    expect_ok
    [ -e asked ]
}

run_tests

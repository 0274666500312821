#!/usr/bin/env bash
# Seeds and psql: other programs on the same database.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

project() {
    DATABASE_URL=$(server_database "seed$number")
    export DATABASE_URL
    sql -c 'CREATE TABLE users (id integer, name text)'
}

test_files_run_in_the_order_of_their_names() {
    project
    mkdir -p seeds/20_more
    printf "COPY users FROM stdin;\n1\tone\n\\\\.\n" >seeds/10_users.sql
    echo "INSERT INTO users SELECT id + 1, 'two' FROM users;" >seeds/20_more/a.sql
    migrate seed
    expect_ok
    expect_out_is <<'TEXT'
done seeds/10_users.sql
done seeds/20_more/a.sql
TEXT
    [ "$(sql -c 'SELECT string_agg(name, $$,$$ ORDER BY id) FROM users')" = one,two ]
}

test_names_without_a_schema_mean_the_default_one() {
    project
    sql -c "CREATE SCHEMA \"it's\"" -c "CREATE TABLE \"it's\".t (id integer)"
    mkdir seeds
    echo 'INSERT INTO t VALUES (1);' >seeds/1.sql
    printf '[project]\ndefault_schema = "it%ss", public\n[env own]\nurl = embedded:\n' "'" >migrate.ini
    migrate seed
    expect_ok
    [ "$(sql -c "SELECT count(*) FROM \"it's\".t")" = 1 ]
    DATABASE_URL="$DATABASE_URL&search_path=%22it%27s%22" migrate seed
    expect_ok
    [ "$(sql -c "SELECT count(*) FROM \"it's\".t")" = 2 ]
    mkdir -p migrations/20240101000000_t
    echo 'CREATE SCHEMA "it'"'"'s"; CREATE TABLE t (id integer);' >migrations/20240101000000_t/migration.sql
    migrate apply --env own
    expect_status 0
    migrate seed --env own
    expect_ok
    migrate psql --env own -- -X -A -t -c 'SELECT id FROM t' -c 'SHOW search_path'
    expect_ok
    expect_out_is <<<$'1\n"it\'s", public'
}

test_a_file_that_fails_leaves_nothing_and_stops() {
    project
    mkdir seeds
    echo "INSERT INTO users VALUES (1, 'one'); SELECT broken;" >seeds/1.sql
    echo "INSERT INTO users VALUES (2, 'two');" >seeds/2.sql
    migrate seed
    expect_status 2
    expect_err 'seeds/1.sql:1: ERROR'
    expect_err 'seeds/1.sql failed'
    [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
}

test_a_configured_command_gets_the_address() {
    project
    printf '[env dev]\nseed = printf %%s "$DATABASE_URL" >url; psql -X -c "INSERT INTO users VALUES (3)"\n' >migrate.ini
    migrate seed
    expect_ok
    [ "$(cat url)" = "$DATABASE_URL" ]
    [ "$(sql -c 'SELECT id FROM users')" = 3 ]
}

test_nothing_to_seed_from_says_where_to_put_it() {
    project
    migrate seed
    expect_status 2
    expect_err 'put SQL files into seeds'
}

test_a_protected_environment_is_not_seeded() {
    project
    mkdir seeds
    printf '[env dev]\nprotected = true\n' >migrate.ini
    migrate seed
    expect_status 4
    expect_err 'is protected'
}

test_psql_gets_its_arguments_and_no_password() {
    project
    migrate psql -- -X -A -t -c "SELECT current_database()"
    expect_ok
    expect_out_is <<<"seed$number"
    migrate psql -- -X -c '\! tr "\\0" " " </proc/$PPID/cmdline'
    expect_ok
    expect_no_out "$(cat "$SERVER_DIR/password")"
}

test_a_secret_without_a_variable_is_not_shown() {
    project
    migrate psql --url "$DATABASE_URL&sslpassword=hush" -- -c 'SELECT 1'
    expect_status 2
    expect_err sslpassword
    expect_no_err hush
}

run_tests

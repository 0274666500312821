#!/usr/bin/env bash
# The embedded development database: made when it is wanted, shared, stopped when nobody uses it, kept between commands.
. "$(dirname "$0")/../support/embedded.sh"

test_apply_makes_the_database_and_the_next_command_finds_it() {
    project
    migrate apply
    expect_status 0
    expect_err 'note: created a development database in '
    expect_out '1 migration applied'
    expect_stopped
    migrate apply
    expect_ok
    expect_out_is <<<'already up to date'
    migrate drift
    expect_ok
    expect_out 'in sync'
    echo 'CREATE TABLE users (id integer, name text);' >schema.sql
    migrate diff --from embedded: --to schema.sql
    expect_ok
    expect_out 'ADD COLUMN name text'
}

test_only_commands_that_change_it_make_it() {
    project
    migrate status
    expect_ok
    expect_out 'there is no development database yet'
    expect_no_file .migrate
    migrate drift
    expect_status 2
    expect_err "'migrate apply' creates it"
}

test_the_users_variables_do_not_turn_it_elsewhere() {
    made_project
    printf '[env dev]\nurl = embedded:\n' >migrate.ini
    migrate apply
    PGHOSTADDR=192.0.2.1 PGOPTIONS='-c no.such=1' PGPASSWORD=x PGSSLMODE=require migrate --env dev status
    PGHOSTADDR=192.0.2.1 PGOPTIONS='-c search_path=nowhere' PGPASSWORD=x PGSSLMODE=require migrate status --env dev
    expect_ok
    expect_out 'up to date'
    PGHOSTADDR=192.0.2.1 PGPASSWORD=x PGSSLMODE=require migrate psql --env dev -- -Atc 'SELECT 1'
    expect_ok
}

test_roles_that_the_migrations_name_are_made() {
    made_project
    mkdir migrations/20240102000000_grant
    echo 'GRANT SELECT ON users TO "Some Reader";' >migrations/20240102000000_grant/migration.sql
    migrate apply
    expect_status 0
    expect_err 'note: created the role Some Reader'
    expect_out '2 migrations applied'
}

test_a_long_path_works() {
    local folder
    folder=$(printf 'a%.0s' {1..120})
    mkdir "$folder,\"b"
    cd "$folder,\"b"
    project
    migrate apply
    expect_status 0
    expect_stopped
    expect_no_file \
        "/tmp/migrate-dev-$(stat -c %u .migrate/dev)-$(printf %s "$PWD/.migrate/dev" | sha256sum | cut -c1-16)"
}

test_another_major_version_is_not_guessed() {
    made_project
    migrate apply
    printf '[project]\nserver = 99\n' >migrate.ini
    migrate apply
    expect_status 4
    expect_err 'migrate reset'
}

test_a_project_that_the_servers_user_cannot_reach_has_its_data_elsewhere() {
    [ "$(id -u)" -eq 0 ] || skip 'only root runs the server as another user'
    local folder
    mkdir -m 700 closed
    cd closed
    project
    migrate apply
    expect_status 0
    expect_err 'note: created a development database in /var/lib/migrate/closed-'
    folder=$(sed -n 's/^note: created a development database in //p' "$ERR")
    migrate reset --yes
    expect_ok
    rm -r "$folder"
    rmdir /var/lib/migrate 2>/dev/null || true
}

test_what_has_nothing_to_work_on_makes_no_database() {
    mkdir -p migrations/20240101000000_one
    echo 'CREATE TABLE one (id integer);' >migrations/20240101000000_one/migration.sql
    local verb
    for verb in 'baseline 20240101000000' 'resolve 20240101000000 --applied --reason x' down; do
        # shellcheck disable=SC2086
        migrate $verb
        expect_status 2
        expect_err "there is no development database yet; 'migrate apply' creates it"
    done
    expect_no_file .migrate
}

run_tests

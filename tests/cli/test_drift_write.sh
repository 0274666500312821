#!/usr/bin/env bash
# Drift: what was changed in a database by hand is undone, or taken over.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/drift.sh"

test_repair_undoes_the_drift_here_and_does_nothing_elsewhere() {
    project
    by_hand
    migrate drift --repair
    expect_status 4
    expect_err --allow-data-loss=\'public.users.nick\'
    migrate drift --repair=undo --allow-data-loss=users.nick
    expect_status 0
    expect_file migrations/*_undo/migration.sql
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    [ "$(sql -c "SELECT greet('you')")" = 'Hello, you' ]
    migrate check
    expect_status 0
    DATABASE_URL=$(server_database elsewhere)
    migrate apply
    expect_ok
    migrate drift
    expect_ok
}

test_adopt_brings_the_history_to_the_database() {
    local version
    project
    by_hand
    migrate drift --adopt
    expect_ok
    expect_out 'Now change the files in schema to match'
    expect_file migrations/*_adopt_drift/migration.sql
    expect_file migrations/*_adopt_drift/down.sql
    version=$(basename migrations/*_adopt_drift | cut -d_ -f1)
    expect_out "migrate resolve $version --applied"
    migrate resolve "$version" --applied --reason 'done by hand'
    expect_ok
    migrate drift
    expect_ok
    migrate apply
    expect_ok
    expect_out 'already up to date'
    cat migrations/*_adopt_drift/migration.sql >>schema/schema.sql
    migrate check
    expect_status 0
}

test_a_hand_made_rename_is_a_question_when_something_is_written() {
    project
    sql -c 'ALTER TABLE users RENAME COLUMN name TO full_name'
    migrate drift
    expect_status 1
    migrate drift --repair
    expect_status 4
    expect_err '--rename'
    migrate drift --repair --rename public.users.name=public.users.full_name
    expect_status 0
    migrate apply
    expect_ok
    migrate drift
    expect_ok
}

run_tests

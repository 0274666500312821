#!/usr/bin/env bash
# A checkout that is older than the database: after a rollback of the application, or in a pod that was started again
# late.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A database with three migrations, and a checkout with one.
older() {
    project
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply "$@"
    expect_ok
    mv migrations all
    mkdir migrations
    cp -r all/20240101000000_users migrations/
}

test_there_is_nothing_to_do_and_that_is_said() {
    older
    sql -c "SELECT * FROM migrate.event" >before
    for verb in 'apply' 'apply --dry-run' 'apply --pooler=transaction' 'apply --check-drift'; do
        migrate $verb
        expect_status 0
        expect_err 'note: this checkout is older than the database, which has 2 newer migrations,' \
            'up to 20240103000000_more: there is nothing to do [ahead]'
        expect_out 'already up to date'
    done
    migrate apply --format json
    expect_status 0
    expect_out '"code":"ahead","severity":"note"'
    expect_out '"event":"end","ok":true'
    migrate status
    expect_status 0
    expect_out 'ahead of this checkout'
    sql -c "SELECT * FROM migrate.event" | cmp - before
}

test_strict_refuses() {
    older
    for verb in apply 'apply --dry-run' 'apply --pooler=transaction'; do
        migrate $verb --strict
        expect_status 4
        expect_err 'error: this checkout is older than the database'
    done
    cp -r all/* migrations/
    migrate apply --strict
    expect_ok
}

test_only_what_was_applied_first_is_older() {
    older
    # A migration of its own, one in the middle missing, an edit, nothing at all.
    migration 20240109000000_own 'CREATE TABLE own (id integer);'
    migrate apply
    expect_status 4
    expect_err '20240102000000_posts is in the database'
    rm -r migrations/*
    cp -r all/20240103000000_more migrations/
    migrate apply
    expect_status 4
    expect_err '20240101000000_users is in the database'
    rm -r migrations/*
    migrate apply
    expect_status 4
    expect_err '20240101000000_users is in the database'
    migration 20240101000000_users 'CREATE TABLE users (id bigint);'
    migrate apply
    expect_status 4
    expect_err '20240101000000_users was edited'
    migration 20240101000000_users 'create table USERS (id integer); -- the same'
    migrate apply
    expect_status 0
    expect_err 'its statements are the same'
    expect_err 'there is nothing to do'
    sql -c "UPDATE migrate.migration SET chain = sum_lf WHERE name = 'more'"
    migrate apply
    expect_status 4
    expect_err "the ledger's rows do not follow from each other"
}

test_what_is_half_done_is_not_passed_over() {
    older
    cp -r all/* migrations/
    migration 20240104000000_half \
        $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY half ON users (id);\nSELECT nothing;'
    migrate apply
    rm -r migrations/*
    cp -r all/20240101000000_users migrations/
    migrate apply
    expect_status 4
    expect_err '20240104000000_half is in the database'
}

test_a_missed_migration_in_between_can_come_later() {
    older
    rm -r migrations
    mv all migrations
    migration 20240102120000_late 'CREATE TABLE late (id integer);'
    migrate apply --allow-out-of-order
    expect_status 0
    mkdir keep
    mv migrations/20240103000000_more keep/
    migrate apply
    expect_status 0
    expect_err 'which has 1 newer migration, up to 20240103000000_more'
    mv migrations/20240102120000_late keep/
    mv keep/20240103000000_more migrations/
    migrate apply
    expect_status 4
    expect_err '20240102120000_late is in the database'
}

test_drift_goes_by_the_fingerprint_of_the_last_run() {
    older
    migrate drift
    expect_status 0
    expect_out "the ledger's fingerprint after 20240103000000_more"
    expect_out 'this checkout is older than the database'
    migrate status --drift
    expect_status 0
    expect_out 'ahead of this checkout'
    sql -c 'ALTER TABLE more ADD by_hand text'
    migrate drift
    expect_status 1
    expect_out 'the database is not as the run that applied 20240103000000_more left it'
    expect_out 'look for drift with a checkout that has what was applied'
    migrate drift --repair
    expect_status 4
    expect_err 'this checkout is older than the database'
    migrate status --drift
    expect_status 1
    expect_out drifted
    migrate apply --check-drift
    expect_status 4
    expect_err 'the database is not as the run that applied 20240103000000_more left it'
    rm -r migrations
    mv all migrations
    migrate drift
    expect_status 1
    expect_out 'column public.more.by_hand'
}

test_drift_says_what_it_cannot_know() {
    older
    sql -c 'UPDATE migrate.migration SET schema_after = NULL'
    migrate drift
    expect_status 1
    expect_out 'whether the database is as 20240103000000_more left it cannot be told:' \
        'this checkout lacks newer migrations, and the ledger has no fingerprint of it [drift-unknown]'
    migrate apply --check-drift
    expect_status 0
    expect_err 'warning: whether the database is as 20240103000000_more left it cannot be told'
    sql -c "UPDATE migrate.migration SET schema_after = sum_lf, tool_version = '0.0.9'"
    migrate drift
    expect_status 1
    expect_out 'version 0.0.9 of migrate took the fingerprint'
    sql -c "UPDATE migrate.migration SET server_version = 120001,
        tool_version = '$("$MIGRATE" --version | sed 's/^migrate //;q')'"
    migrate drift
    expect_status 1
    expect_out 'PostgreSQL 12 ran when the fingerprint'
}

run_tests

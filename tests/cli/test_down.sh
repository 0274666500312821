#!/usr/bin/env bash
# Ways back: down.sql, in a transaction and outside.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

test_down_reverts_the_last_or_all() {
    project
    migrate apply
    migrate down
    expect_ok
    expect_out 'reverted 20240102000000_posts'
    [ -z "$(sql -c 'SELECT to_regclass($$posts$$)')" ]
    migrate apply
    expect_ok
    migrate down --to 0
    expect_ok
    expect_out '2 migrations reverted'
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 0 ]
    migrate apply
    expect_ok
}

# A migration whose way back cannot be one transaction.
concurrent_index() {
    migration 20240103000000_index '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY by_id ON users (id);
INSERT INTO users VALUES (1);' '-- migrate: no-transaction
DELETE FROM users;
DROP INDEX CONCURRENTLY by_id;
INSERT INTO posts VALUES (7);'
}

test_a_down_file_outside_a_transaction_resumes_after_a_kill() {
    project
    concurrent_index
    migrate apply
    expect_ok
    for point in running:1 intent:1 alone:1 executed:1 done:1 done:2 done:3 begin:1 commit:1 committed:2 finish:1; do
        (MIGRATE_FAULT=${point%:*}:kill9:${point#*:} "$MIGRATE" down || true) >/dev/null 2>&1
        [ "$(sql -c "SELECT state FROM migrate.migration WHERE version = '20240103000000'")" = reverting ] ||
            fail "not half reverted at $point"
        migrate apply
        expect_status 4
        expect_err '20240103000000_index is half reverted'
        expect_err "finish that with 'migrate down'"
        migrate status
        expect_out 'half done'
        migrate down
        expect_ok
        expect_out '1 migration reverted'
        [ "$(sql -c "SELECT count(*), to_regclass('by_id') IS NULL FROM migrate.migration")" = '2|t' ]
        [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
        [ "$(sql -c 'SELECT count(*) FROM posts')" = 1 ] || fail "not once at $point"
        [ "$(sql -c 'SELECT count(*) FROM migrate.statement')" = 0 ]
        sql -c 'TRUNCATE posts'
        migrate apply
        expect_ok
    done
}

test_a_half_reverted_migration_can_be_decided_by_a_person() {
    project
    concurrent_index
    migrate apply
    (MIGRATE_FAULT=executed:kill9 "$MIGRATE" down || true) >/dev/null 2>&1
    migrate resolve 20240103000000 --not-applied --reason 'the index is gone'
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    migrate apply
    expect_ok
    sed -i 's/DROP INDEX.*/SELECT nothing;/' migrations/20240103000000_index/down.sql
    migrate down
    expect_status 1
    expect_err 'migrations/20240103000000_index/down.sql:3:8: '
    [ "$(sql -c "SELECT state || ' ' ||
        error_sqlstate FROM migrate.migration WHERE version = '20240103000000'")" = 'reverting 42703' ]
    migrate resolve 20240103000000 --applied --reason 'it stays'
    expect_ok
    migrate apply
    expect_ok
}

test_a_down_file_in_a_transaction_says_what_it_needs() {
    project
    concurrent_index
    sed -i 1d migrations/20240103000000_index/down.sql
    echo 'SELECT 1;' >>migrations/20240103000000_index/down.sql
    migrate apply
    migrate down
    expect_status 2
    expect_err 'down.sql:2:1: error: drop index concurrently cannot run inside a transaction'
    expect_err "begin the file with the line '-- migrate: no-transaction'"
    echo '-- migrate: no-transactoin' >migrations/20240103000000_index/down.sql
    migrate down
    expect_status 2
    expect_err 'did you mean "no-transaction"'
}

test_an_empty_down_file_is_in_the_way_of_down_only() {
    project
    : >migrations/20240102000000_posts/down.sql
    migrate apply
    expect_ok
    migrate down
    expect_status 2
    expect_err 'migrations/20240102000000_posts/down.sql has nothing in it that would revert 20240102000000_posts'
    echo '-- nothing to undo' >migrations/20240102000000_posts/down.sql
    migrate down
    expect_ok
}

# lacks FILE MESSAGE: a migration in this file alone, applied, has no way back, and the message says where it would be.
lacks() {
    rm -rf migrations
    mkdir migrations
    echo 'SELECT 1;' >"migrations/$1"
    sql -qc 'SET client_min_messages = error; DROP SCHEMA IF EXISTS migrate CASCADE'
    migrate apply
    expect_ok
    migrate down
    expect_status 2
    expect_err "$2"
}

test_a_lacking_way_back_is_called_what_the_layout_calls_it() {
    project
    lacks V1__a.sql '1_a has no U1__a.sql, so it cannot be reverted'
    lacks 20240101000000_a.sql '20240101000000_a cannot be reverted: the layout flat has no files for that'
}

run_tests

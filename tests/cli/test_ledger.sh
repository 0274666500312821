#!/usr/bin/env bash
# The ledger's formats, and what is said about a ledger that is not as it should be.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A database as a version of that ledger format has left it, and the migrations that it has.
database_of_format() { # FORMAT
    project
    migration 20240103000000_index $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY posts_id ON posts (id);' \
        $'-- migrate: no-transaction\nDROP INDEX CONCURRENTLY posts_id;'
    migration 20240104000000_half \
        $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY half ON users (id);\nSELECT nothing;'
    sql -f "$TOP/tests/cli/ledgers/$1.sql" >/dev/null
    sql -c "UPDATE migrate.meta SET database_name = current_database(),
            system_identifier = (SELECT system_identifier FROM pg_control_system()),
            database_oid = (SELECT oid FROM pg_database WHERE datname = current_database())"
}

newest=$(sed -n 's/.*LEDGER_FORMAT = \([0-9]*\) .*/\1/p' "$TOP/migrate/apply/ledger_format.h")
format() { sql -c 'SELECT ledger_version FROM migrate.meta'; }
tables() {
    sql -c "SELECT relname, attname, atttypid::regtype, attnotnull
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE relnamespace = 'migrate'::regnamespace AND attnum > 0 AND relkind IN ('r', 'v', 'i')
        ORDER BY 1, 2"
}

test_every_format_has_a_database_in_the_tests() {
    [ "$newest" -ge 3 ]
    for format in $(seq "$newest"); do expect_file "$TOP/tests/cli/ledgers/$format.sql"; done
}

test_an_older_ledger_is_read_as_it_is_and_brought_up_to_date_by_the_next_run() {
    database_of_format 1
    migrate status
    expect_status 4
    expect_out 'half done: 4 applied, last 20240104000000_half'
    migrate apply --dry-run
    expect_status 0
    [ "$(format)" = 1 ]
    sed -i 's/SELECT nothing/SELECT 1/' migrations/20240104000000_half/migration.sql
    migration 20240105000000_next 'CREATE TABLE next (id integer);'
    migrate apply
    expect_status 0
    expect_err "the ledger was brought from format 1 to $newest"
    expect_out 'applied 20240104000000_half'
    expect_out 'applied 20240105000000_next'
    [ "$(format)" = "$newest" ] || fail "format $(format)"
    [ "$(sql -c 'SELECT key || position FROM migrate.migration ORDER BY seq')" = '20240101000000_users1
20240102000000_posts2
20240103000000_index3
20240104000000_half4
20240105000000_next5' ]
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'upgraded'")" = 1 ]
    local brought
    brought=$(tables)
    sql -c 'DROP TABLE next, posts, users'
    sql -c 'DROP SCHEMA migrate CASCADE' 2>/dev/null
    migrate apply
    expect_ok
    expect_out '5 migrations applied'
    [ "$(tables)" = "$brought" ] || fail "a new ledger is another: $(diff <(tables) - <<<"$brought")"
}

test_rows_of_older_ledgers_get_the_sums_of_their_statements() {
    for older in 1 2; do
        database_of_format "$older"
        sed -i 's/SELECT nothing/SELECT 1/; s/CREATE TABLE/create  table/' migrations/*/migration.sql
        migrate apply
        expect_status 4
        expect_err '20240101000000_users was edited'
        sed -i 's/create  table/CREATE TABLE/' migrations/*/migration.sql
        migrate apply
        expect_status 0
        [ "$(format)" = "$newest" ]
        sed -i 's/CREATE TABLE/create  table/' migrations/*/migration.sql
        migrate status
        expect_status 0
        expect_out '20240101000000_users was edited after it had been applied; its statements are the same'
        sql -c 'DROP TABLE posts, users'
        psql -X -q "$SERVER_URL" -c "DROP DATABASE cli$number WITH (FORCE)"
        rm -r migrations
    done
}

test_who_may_read_the_history_may_read_it_after_the_upgrade() {
    local granted="SELECT pg_get_userbyid(grantee), privilege_type, is_grantable FROM pg_class, aclexplode(relacl)
        WHERE oid = 'migrate.history'::regclass ORDER BY 1, 2" before
    database_of_format 1
    sed -i 's/SELECT nothing/SELECT 1/' migrations/20240104000000_half/migration.sql
    sql -c 'CREATE ROLE "a watcher"' -c 'GRANT SELECT ON migrate.history TO "a watcher" WITH GRANT OPTION' \
        -c 'GRANT SELECT ON migrate.history TO PUBLIC'
    before=$(sql -c "$granted")
    migrate apply
    expect_status 0
    [ "$(format)" = "$newest" ]
    [ "$(sql -c "$granted")" = "$before" ] || fail "$(diff - <(sql -c "$granted") <<<"$before")"
}

test_a_layout_that_knows_migrations_by_their_version_keeps_doing_so() {
    database_of_format 1
    for label in users posts index half; do
        for file in migrations/*_$label; do mv "$file/migration.sql" "$file.up.sql"; rm -r "$file"; done
    done
    sed -i 's/SELECT nothing/SELECT 1/' migrations/20240104000000_half.up.sql
    migrate apply
    expect_status 0
    expect_out '1 migration applied'
    [ "$(sql -c 'SELECT string_agg(key, $$ $$ ORDER BY seq) FROM migrate.migration')" \
        = '20240101000000 20240102000000 20240103000000 20240104000000' ]
    [ "$(sql -c 'SELECT string_agg(DISTINCT key, $$ $$) FROM migrate.statement')" = '20240103000000 20240104000000' ]
}

test_a_ledger_that_dies_while_it_is_brought_up_to_date_stays_as_it_was() {
    database_of_format 1
    local before
    before=$(tables)
    sed -i 's/SELECT nothing/SELECT 1/' migrations/20240104000000_half/migration.sql
    (MIGRATE_FAULT=upgrade:kill9 "$MIGRATE" apply || true) >"$OUT" 2>"$ERR"
    [ "$(tables)" = "$before" ] || fail "$(diff <(tables) - <<<"$before")"
    [ "$(format)" = 1 ] || fail "format $(format)"
    migrate apply
    expect_status 0
    [ "$(format)" = "$newest" ] || fail "format $(format)"
}

test_runs_at_once_bring_a_ledger_up_to_date_once() {
    database_of_format 1
    sed -i 's/SELECT nothing/SELECT 1/' migrations/20240104000000_half/migration.sql
    for _ in 1 2 3; do "$MIGRATE" apply >"$OUT" 2>>"$ERR" & done
    wait
    [ "$(format)" = "$newest" ] || fail "format $(format)"
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'upgraded'")" = 1 ] ||
        fail "$(sql -c 'TABLE migrate.event')"
    migrate status
    expect_ok
}

test_the_ledger_of_this_version_is_used_as_it_is() {
    database_of_format "$newest"
    local before
    before=$(tables)
    sed -i 's/SELECT nothing/SELECT 1/' migrations/20240104000000_half/migration.sql
    migrate apply
    expect_ok
    [ "$(tables)" = "$before" ]
    migrate down
    expect_status 2
    expect_err 'half/down.sql, so it cannot be reverted'
}

test_a_ledger_of_a_newer_version_is_refused() {
    project
    migrate apply
    expect_ok
    sql -c "UPDATE migrate.meta SET ledger_version = $((newest + 1))"
    for verb in apply status 'down --yes' drift; do
        migrate $verb
        [ "$STATUS" -ne 0 ] || fail 'it was used'
        grep -q "has format $((newest + 1)), and this version ([^)]*) knows up to $newest: a newer version was here" \
            "$OUT" "$ERR" || fail 'it does not say so'
    done
    sql -c 'ALTER TABLE migrate.migration ADD COLUMN newer text'
    migrate apply
    expect_status 3
    expect_err 'a newer version was here. Use that one'
}

test_two_migrations_of_one_version_are_both_applied() {
    project
    migration 20240102000000_also 'CREATE TABLE also (id integer);'
    migrate apply
    expect_ok
    expect_out '3 migrations applied'
    [ "$(sql -c 'SELECT string_agg(name, $$ $$ ORDER BY seq) FROM migrate.migration')" = 'users also posts' ]
    migrate status
    expect_ok
    migrate down --to 20240101000000 --yes
    expect_status 2
    expect_err '20240102000000_also has no 20240102000000_also/down.sql'
}

# cured WRONG SENTENCE: says what is wrong after the statement WRONG, and works again after the statement that it names.
cured() {
    sql -c "$1"
    migrate apply
    expect_status 4
    expect_err "$2"
    sql -c "$(sed -n 's/^  .*: \(\(ALTER\|DROP\) .*\)$/\1/p' "$ERR")"
    migrate apply
    expect_status 0
}

test_what_is_wrong_with_a_ledger_is_said_with_what_cures_it() {
    project
    migrate apply
    cured 'ALTER TABLE migrate.migration ENABLE ROW LEVEL SECURITY' \
        'table migrate.migration has row-level security, which hides rows: '
    cured 'ALTER TABLE migrate.event DROP COLUMN detail' 'column migrate.event.detail is missing: '
    cured 'ALTER TABLE migrate.migration ADD COLUMN mine text' "column migrate.migration.mine is not the ledger's: "
    cured 'ALTER TABLE migrate.migration ALTER COLUMN note TYPE varchar(9)' \
        'column migrate.migration.note is of type character varying(9), not text: '
    cured 'ALTER TABLE migrate.migration ALTER COLUMN run_id DROP NOT NULL' \
        'column migrate.migration.run_id may be null: '
    cured 'CREATE RULE r AS ON INSERT TO migrate.statement DO ALSO NOTHING' \
        "rule r on migrate.statement is not the ledger's: "
    sql -c 'DROP TABLE migrate.statement'
    migrate status
    expect_status 4
    expect_out 'table migrate.statement is missing'
}

test_a_schema_that_somebody_made_for_the_ledger_is_used() {
    project
    psql -X -q "$SERVER_URL" -c "CREATE ROLE ledgerless$number LOGIN PASSWORD 'pw$number'" -c \
        "REVOKE CREATE ON DATABASE cli$number FROM PUBLIC"
    sql -c "GRANT CREATE ON SCHEMA public TO ledgerless$number"
    local owner=$DATABASE_URL
    DATABASE_URL="postgresql://ledgerless$number:pw$number@/cli$number?host=$SERVER_DIR"
    migrate apply
    expect_status 3
    expect_err "CREATE SCHEMA migrate AUTHORIZATION ledgerless$number"
    psql -X -q "$owner" -c 'CREATE SCHEMA migrate'
    migrate status
    expect_status 0
    expect_out 'behind: nothing applied'
    migrate apply
    expect_status 3
    expect_err "GRANT USAGE, CREATE ON SCHEMA migrate TO ledgerless$number"
    psql -X -q "$owner" -c "GRANT USAGE, CREATE ON SCHEMA migrate TO \"ledgerless$number\""
    migrate apply
    expect_ok
    migrate apply
    expect_ok
    expect_out 'already up to date'
    migrate down
    expect_ok
}

run_tests

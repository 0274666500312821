#!/usr/bin/env bash
# Exactly once, where a migration itself works against it: what it commits, what it does to the ledger.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A procedure that commits and then fails, and what calls it outside a transaction.
committing_project() {
    project
    migration 20240103000000_procedure "CREATE TABLE t (n integer);
CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.t VALUES (1); COMMIT; RAISE ''late''; END';"
    migration 20240104000000_call "-- migrate: no-transaction
$1"
}

test_what_committed_and_then_failed_is_not_run_again_without_a_word() {
    local body="DO 'BEGIN INSERT INTO public.t VALUES (1); COMMIT; RAISE ''late''; END';" statement
    for statement in 'CALL p();' "$body"; do
        committing_project "$statement"
        for _ in 1 2; do
            migrate apply
            expect_status 4
            expect_err 'late'
            expect_err 'migrate resolve 20240104000000 --applied --reason TEXT'
            expect_err 'migrate resolve 20240104000000 --not-applied --reason TEXT'
            [ "$(sql -c 'SELECT count(*) FROM t')" = 1 ] || fail 'it ran twice'
        done
        migrate status
        expect_status 4
        migrate resolve 20240104000000 --not-applied --reason 'to be done again'
        expect_ok
        migrate apply
        expect_status 4
        [ "$(sql -c 'SELECT count(*) FROM t')" = 2 ]
        migrate resolve 20240104000000 --applied --reason 'both are there'
        expect_ok
        migrate apply
        expect_ok
        expect_out 'already up to date'
        psql -X -q "$SERVER_URL" -c "DROP DATABASE cli$number WITH (FORCE)"
        rm -r migrations
    done
    committing_project '-- migrate: idempotent
CALL p();'
    migrate apply
    expect_status 1
    expect_err 'late'
}

test_a_migration_that_changes_the_ledger_is_noticed_in_the_same_run() {
    project
    migrate apply
    local change
    # trigger WHEN: one that leaves nothing of the row.
    trigger() {
        echo "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER t $1 FOR EACH ROW EXECUTE FUNCTION f();"
    }
    for change in \
        'DROP SCHEMA migrate CASCADE;' \
        "DELETE FROM migrate.migration WHERE version = '20240103000000';" \
        "UPDATE migrate.migration SET state = 'applied', statements_done = statements_total,
            finished_at = now() WHERE version = '20240103000000';" \
        "UPDATE migrate.migration SET chain = sum_raw WHERE version = '20240103000000';" \
        'CREATE RULE r AS ON UPDATE TO migrate.migration DO INSTEAD NOTHING;' \
        'CREATE RULE r AS ON INSERT TO migrate.event DO INSTEAD NOTHING;' \
        "$(trigger 'BEFORE UPDATE ON migrate.migration')" \
        "$(trigger 'BEFORE INSERT ON migrate.event')"; do
        migration 20240103000000_change "$change"
        migrate apply
        [ "$STATUS" -ne 0 ] || fail "not noticed: $change"
        grep -qE 'ledger|migrate[.]migration' "$ERR" || fail "the ledger is not named: $change"
        expect_no_out 'applied 20240103000000'
        [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ] || fail "not rolled back: $change"
    done
    migration 20240103000000_change "$(trigger 'AFTER UPDATE ON migrate.migration')"
    migrate apply
    expect_status 4
    expect_err 'a migration of this run has changed the ledger'
    sql -c 'DROP TRIGGER t ON migrate.migration'
    migration 20240104000000_rule 'CREATE RULE r AS ON DELETE TO migrate.statement DO ALSO NOTHING;'
    migrate apply
    expect_status 4
    expect_err "rule r on migrate.statement is not the ledger's: DROP RULE r ON migrate.statement"
    migrate apply
    expect_status 4
}

test_what_another_server_lacks_is_counted_once() {
    project
    local disturb=${BUILD:-$TOP/build}/tests/faults/disturb
    [ -x "$disturb" ] || skip 'tests/faults/disturb is not built'
    migration 20240103000000_third 'CREATE TABLE third (id integer);'
    # As a standby would be that had not heard of the second one.
    local back="ALTER TABLE migrate.event DISABLE TRIGGER ALL;
        DELETE FROM migrate.migration WHERE version = '20240102000000'; DROP TABLE public.posts;
        ALTER TABLE migrate.event ENABLE TRIGGER ALL; $(kill_others)"
    STATUS=0
    MIGRATE_FAULT=reset:stop:2 "$disturb" sql "$DATABASE_URL" "$back" -- "$MIGRATE" apply >"$OUT" 2>"$ERR" || STATUS=$?
    last='apply with a failover'
    expect_status 0
    expect_err '1 migration that this run had applied is not in the ledger any more'
    expect_out '3 migrations applied'
    [ "$(grep -c '^applied 20240102000000' "$OUT")" -eq 2 ]
}

test_what_ends_its_own_transaction_is_not_tried_in_one_first() {
    project
    migration 20240103000000_procedures 'CREATE SEQUENCE tries;
CREATE PROCEDURE inner_one() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
CREATE PROCEDURE outer_one() LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval($s$tries$s$); CALL inner_one(); END $$;
CREATE PROCEDURE quiet() LANGUAGE plpgsql AS $$ BEGIN
    CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1; PERFORM nextval($s$tries$s$);
END $$;'
    migration 20240104000000_calls $'-- migrate: no-transaction
CALL outer_one();
DO $$ BEGIN PERFORM nextval(\'tries\'); COMMIT; END $$;
CALL quiet();'
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT last_value FROM tries')" = 3 ] || fail "tried $(sql -c 'SELECT last_value FROM tries') times"
    [ "$(sql -c "SELECT string_agg(coalesce(s.attempt::text, '-') ||
        s.state, ' ' ORDER BY idx) FROM migrate.statement s")" = '1done 1done 1done' ]
}

test_a_path_that_a_migration_outside_a_transaction_sets_lasts() {
    local set
    project
    for set in 'SET search_path = s;' "SELECT pg_catalog.set_config('search_path', 's', false);"; do
        migration 20240103000000_s 'CREATE SCHEMA s; CREATE TABLE t (id int PRIMARY KEY, n int);
CREATE TABLE s.t (id int PRIMARY KEY, n int);
INSERT INTO s.t SELECT generate_series(1, 10); INSERT INTO t VALUES (1);' 'DROP SCHEMA s CASCADE; DROP TABLE t;'
        migration 20240104000000_z "-- migrate: no-transaction
$set
ALTER TABLE t ADD COLUMN z int;
CREATE INDEX CONCURRENTLY zi ON t (z);
ALTER TABLE t ADD COLUMN y int;
-- migrate: batch key=id size=4
UPDATE t SET n = 7;" '-- migrate: no-transaction
SET search_path = s;
DROP INDEX CONCURRENTLY zi;
ALTER TABLE t DROP COLUMN z, DROP COLUMN y;'
        # The new session of a run that goes on has it again.
        (MIGRATE_FAULT=done:kill9:3 "$MIGRATE" apply || true) >/dev/null 2>&1
        [ "$(sql -c "SELECT count(*) FROM migrate.statement WHERE state = 'done'")" = 3 ]
        migrate apply
        expect_ok
        [ "$(sql -c "SELECT string_agg(attrelid::regclass || '.' || attname, ' ' ORDER BY attname)
            FROM pg_attribute WHERE attname IN ('y', 'z') AND attrelid <> 's.zi'::regclass")" = 's.t.y s.t.z' ]
        [ "$(sql -c "SELECT indrelid::regclass FROM pg_index WHERE indexrelid = 's.zi'::regclass")" = s.t ]
        [ "$(sql -c 'SELECT count(*) FILTER (WHERE n = 7) FROM s.t
            UNION ALL SELECT count(n) FROM public.t')" = $'10\n0' ]
        migrate down
        expect_ok
        [ "$(sql -c "SELECT count(*) FROM pg_attribute WHERE attname IN ('y', 'z') AND NOT attisdropped")" = 0 ]
        sql -c 'SET client_min_messages = warning; DROP SCHEMA s, migrate CASCADE; DROP TABLE users, posts, t'
    done
}

test_what_would_not_last_outside_a_transaction_is_refused() {
    local statement
    project
    for statement in 'SET ROLE pg_monitor;' "SELECT set_config('role', 'pg_monitor', false);" \
        'SET SESSION AUTHORIZATION pg_monitor;'; do
        migration 20240103000000_role "-- migrate: no-transaction
$statement
CREATE TABLE of_whom ();"
        migrate apply
        expect_status 2
        expect_err 'migration.sql:2:1: error: outside a transaction a role does not last'
    done
    migration 20240103000000_role "-- migrate: no-transaction
DO 'BEGIN SET search_path = s; END';"
    migrate apply
    expect_status 2
    expect_err 'migration.sql:2:1: error: outside a transaction a setting that is made within another'
    expect_err 'Write SET as a statement of its own'
    migration 20240103000000_role 'SET ROLE pg_monitor; RESET ROLE; CREATE TABLE ours ();'
    migrate apply
    expect_ok
}

run_tests

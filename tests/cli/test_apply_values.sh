#!/usr/bin/env bash
# What migrations can read of the run, all of them in one transaction, and what runs beside them.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

read_values="SELECT current_setting('migrate.environment'), current_setting('migrate.version'), current_setting('migrate.run')::uuid"

test_sql_reads_environment_version_and_run() {
    project
    with_pooler transaction 1
    migration 20240101000000_users "CREATE TABLE seen (environment text, version text, run uuid);" "INSERT INTO seen $read_values;"
    migration 20240102000000_posts "INSERT INTO seen $read_values;" "INSERT INTO seen $read_values;"
    migration 20240103000000_alone $'-- migrate: no-transaction\n'"INSERT INTO seen $read_values; DO \$\$ BEGIN INSERT INTO seen $read_values; COMMIT; END \$\$;"
    mkdir schema
    echo "CREATE TABLE seen (environment text, version text, run uuid);" >schema/schema.sql
    migrate check
    expect_ok
    printf '[env stage]\nurl = %s\n' "$DATABASE_URL" >migrate.ini
    migrate apply --env stage
    expect_ok
    [ "$(sql -c 'SELECT environment, version FROM seen')" = "$(printf 'stage|%s\n' 20240102000000 20240103000000 20240103000000)" ] || fail "$(sql -c 'TABLE seen')"
    [ "$(sql -c 'SELECT count(DISTINCT run) FROM (SELECT run FROM seen UNION ALL SELECT run_id FROM migrate.migration) r')" = 1 ]
    migrate down --to 20240101000000 --env stage
    expect_status 2
    migration 20240104000000_pooled "INSERT INTO seen $read_values;" "INSERT INTO seen $read_values;"
    migrate apply --pooler=transaction --url "$POOLED"
    expect_ok
    [ "$(sql -c 'SELECT environment FROM seen WHERE version = $$20240104000000$$')" = stage ]
    for name in environment version run; do
        [ -z "$(psql -X -At "$POOLED" -c "SELECT current_setting('migrate.$name', true)")" ] || fail "$name is left in the session"
    done
    migrate down --env stage
    expect_ok
    [ "$(sql -c 'SELECT count(*), count(DISTINCT run) FROM seen WHERE version = $$20240104000000$$')" = '2|2' ]
    end_pooler
}

run_tests

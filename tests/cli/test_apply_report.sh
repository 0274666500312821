#!/usr/bin/env bash
# Reports of the verbs that change a database or look at one: every format, and the exit status of the run.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# findings FILE: code, severity, file, line, column and SQLSTATE of each finding.
findings() {
    python3 - "$1" <<'PY'
import json, sys
for f in json.load(open(sys.argv[1]))["findings"]:
    place = f["location"] or {}
    print(f["code"], f["severity"], place.get("file"), place.get("line"), place.get("column"), f["sqlstate"])
PY
}

expect_findings() { [ "$(findings "$1")" = "$2" ] || fail "other findings: $(findings "$1")"; }

test_a_failed_statement_is_in_the_report_of_every_format() {
    project
    migration 20240103000000_bad $'SELECT 1;\nSELECT nothing;'
    migrate apply $(printf -- "--report %s " text:r.text json:r.json github:r.github sarif:r.sarif junit:r.junit \
        markdown:r.markdown outputs:r.outputs)
    expect_status 1
    expect_out 'applied 20240102000000_posts'
    expect_err 'migrations/20240103000000_bad/migration.sql:2:8: '
    expect_findings r.json 'apply-fails error migrations/20240103000000_bad/migration.sql 2 8 42703'
    grep -q 'migration 20240103000000_bad' r.json
    grep -q 'was rolled back whole' r.json
    for format in text github sarif junit markdown; do
        grep -q 'apply-fails' "r.$format" || fail "the $format report lacks the failure"
        grep -q 'column .*nothing.* does not exist' "r.$format" || fail "the $format report lacks the server's words"
    done
    grep -q '^errors=1$' r.outputs
}

test_a_file_of_both_directions_is_shown_as_it_is() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
    mkdir migrations
    printf -- '-- +goose Up\nCREATE TABEL t (id int);\n-- +goose Down\nDROP TABEL t;\n' >migrations/00001_t.sql
    migrate apply
    expect_status 1
    expect_err '     2 | CREATE TABEL t (id int);'
    sed -i 's/CREATE TABEL/CREATE TABLE/' migrations/00001_t.sql
    migrate apply
    expect_ok
    migrate down
    expect_status 1
    expect_err '     4 | DROP TABEL t;'
}

test_what_is_wrong_before_anything_runs_is_in_the_report() {
    project
    migrate apply --report json:r.json
    expect_ok
    [ -z "$(findings r.json)" ]
    echo 'SELECT 1; -- edited' >>migrations/20240101000000_users/migration.sql
    migration 20240103000000_alone $'SELECT 1;\nVACUUM;'
    migrate apply --report json:r.json
    expect_status 4
    expect_findings r.json "\
edited error migrations/20240101000000_users/migration.sql None None None
needs-no-transaction error migrations/20240103000000_alone/migration.sql 2 1 None"
    expect_err 'migrations/20240103000000_alone/migration.sql:2:1: error:' \
        'vacuum cannot run inside a transaction [needs-no-transaction]'
}

test_a_report_on_standard_output_has_it_to_itself() {
    project
    migrate apply --report json
    expect_status 0
    [ -z "$(findings "$OUT")" ]
    expect_err 'applied 20240101000000_users'
    expect_err '2 migrations applied'
    migrate status --report json
    expect_ok
    [ -z "$(findings "$OUT")" ]
    for verb in apply status 'down --yes'; do
        migrate $verb --format json --report sarif
        expect_status 2
        expect_err 'give the report a file'
    done
    migrate apply --format json --report sarif:r.sarif
    expect_ok
    expect_out '"event":"end"'
    grep -q '"version": "2.1.0"' r.sarif
}

test_a_report_that_cannot_be_written_is_an_error() {
    project
    migrate apply --report json:nowhere/r.json
    [ "$STATUS" -ne 0 ] || fail 'it was not noticed'
    expect_err 'nowhere/r.json'
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    migration 20240103000000_bad 'SELECT nothing;'
    migrate apply --report json:nowhere/r.json
    expect_status 1
    expect_err 'nowhere/r.json'
    expect_err 'nothing'
}

test_down_and_baseline_report_too() {
    project
    migrate baseline 20240102000000 --report json:r.json
    expect_ok
    [ -z "$(findings r.json)" ]
    rm migrations/20240102000000_posts/down.sql
    migrate down --report json:r.json
    expect_status 2
    expect_findings r.json 'no-down error None None None None'
    migrate baseline 20240102000000 --report json:r.json
    expect_status 2
    expect_findings r.json 'stopped error None None None None'
}

test_the_report_of_status_names_each_environment() {
    project
    migrate apply --to 20240101000000
    printf '[env dev]\nurl = %s\n[env gone]\nurl = postgresql://localhost:1/x\n' "$DATABASE_URL" >migrate.ini
    unset DATABASE_URL
    migrate status --report json:r.json --report junit:r.xml
    expect_status 3
    expect_out 'unreachable'
    expect_findings r.json $'pending note None None None None\nunreachable error None None None None'
    grep -q 'dev: 20240102000000_posts is not applied yet' r.json
    grep -q 'failure type="unreachable" message="gone: ' r.xml
}

run_tests

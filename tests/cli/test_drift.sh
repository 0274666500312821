#!/usr/bin/env bash
# Drift: what was changed in a database by hand is named.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/drift.sh"

test_a_database_that_was_only_migrated_has_no_drift() {
    project
    migrate drift
    expect_ok
    expect_out 'in sync, nothing to report'
}

test_each_change_by_hand_is_named() {
    project
    by_hand
    migrate drift
    expect_status 1
    expect_out 'index public.by_hand is in the database, but not in the history'
    expect_out 'column public.users.nick is in the database, but not in the history'
    expect_out 'privilege on table public.users reader SELECT is in the database'
    expect_out 'function public.greet(pg_catalog.text) differs between the history and the database'
    expect_out 'DROP INDEX public.by_hand;'
    expect_out 'CREATE INDEX by_hand ON public.users'
    expect_out '4 errors'
    migrate drift --summary
    expect_status 1
    expect_out '+ column public.users.nick'
}

test_what_is_missing_or_different_is_named() {
    project
    sql -c 'ALTER TABLE posts DROP CONSTRAINT posts_author_fkey, ALTER COLUMN title TYPE varchar(40)'
    migrate drift
    expect_status 1
    expect_out 'posts_author_fkey on public.posts is in the history, but not in the database'
    expect_out 'character varying(20) in the history, character varying(40) in the database'
}

test_what_takes_a_superuser_to_undo_says_so() {
    project
    mkdir migrations/20240103000000_extension
    echo 'CREATE EXTENSION unaccent;' >migrations/20240103000000_extension/migration.sql
    migrate apply
    sql -c 'REVOKE EXECUTE ON FUNCTION unaccent(text) FROM PUBLIC'
    migrate drift
    expect_status 1
    expect_out 'set privileged = true in the section [scratch] of migrate.ini'
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    migrate drift --repair
    migrate apply
    expect_ok
    migrate drift
    expect_ok
}

# Without rights on scratch no plan for it can be tried: drift names it, and a plan goes without it and says so.
test_what_is_changed_on_the_servers_own_objects_is_named_and_refuses_no_plan() {
    project
    sql -c 'CREATE ROLE other_owner' -c 'ALTER FUNCTION pg_catalog.lower(text) OWNER TO other_owner' \
        -c 'REVOKE EXECUTE ON FUNCTION pg_catalog.upper(text) FROM PUBLIC'
    migrate drift
    expect_status 1
    expect_out 'owner on function pg_catalog.lower(pg_catalog.text)'
    expect_out 'set privileged = true in the section [scratch] of migrate.ini'
    migrate diff --from "$DATABASE_URL" --to migrations
    expect_status 4
    expect_err 'owner on function pg_catalog.lower(pg_catalog.text) differs and is left out'
    sql -c 'ALTER TABLE users ADD COLUMN nick text'
    migrate diff --from migrations --to "$DATABASE_URL"
    expect_status 0
    expect_out_is <<<'ALTER TABLE public.users ADD COLUMN nick text;'
    expect_err 'note: owner on function pg_catalog.lower(pg_catalog.text) differs and is left out'
    expect_err 'note: revocation on function upper(text) PUBLIC EXECUTE differs and is left out'
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    migrate diff --from migrations --to "$DATABASE_URL"
    expect_ok
    expect_out 'ALTER FUNCTION pg_catalog.lower(pg_catalog.text) OWNER TO other_owner;'
    expect_out 'REVOKE EXECUTE ON FUNCTION upper(text) FROM PUBLIC;'
}

test_another_name_is_a_difference() {
    project
    mkdir migrations/20240103000000_index
    echo 'CREATE INDEX by_name ON users (name);' >migrations/20240103000000_index/migration.sql
    migrate apply
    sql -c 'ALTER INDEX by_name RENAME TO users_name'
    migrate drift
    expect_status 1
    expect_out 'index public.by_name has another name in the database: users_name'
    expect_out 'ALTER INDEX public.users_name RENAME TO by_name;'
}

test_another_name_is_a_difference_although_its_old_one_is_taken_again() {
    project
    mkdir migrations/20240103000000_index
    echo 'CREATE INDEX by_name ON users (name);' >migrations/20240103000000_index/migration.sql
    migrate apply
    sql -c 'ALTER INDEX by_name RENAME TO users_name' -c 'CREATE SEQUENCE by_name'
    migrate drift
    expect_status 1
    expect_out 'index public.by_name has another name in the database: users_name'
    expect_out 'DROP SEQUENCE public.by_name;'
}

test_json_has_a_finding_for_each_object() {
    project
    by_hand
    migrate drift --format json
    expect_status 1
    python3 - "$OUT" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
assert report["command"] == "drift" and report["in_sync"] is False
found = {f["object"]: f for f in report["findings"] if f["code"] == "drift"}
assert set(found) == {"index public.by_hand", "column public.users.nick", "function public.greet(pg_catalog.text)",
                      "privilege on table public.users reader SELECT"}, found.keys()
assert found["index public.by_hand"]["sql"] == "DROP INDEX public.by_hand;"
assert "CREATE INDEX by_hand" in report["missing_sql"]
PYTHON
}

test_every_report_shows_both_ways_under_their_names() {
    project
    sql -c 'CREATE VIEW by_hand AS SELECT 1 AS one'
    migrate drift --report text --report github:github.txt --report markdown:drift.md --report json:drift.json
    expect_status 1
    python3 - "$OUT" github.txt drift.md drift.json <<'PYTHON'
import json, sys
back = "SQL that brings the database back to the history"
forth = "SQL that takes the state of the database into the history"
for file in sys.argv[1:4]:
    text = open(file).read()
    first, second = text[text.index(back):text.index(forth)], text[text.index(forth):]
    assert "DROP VIEW public.by_hand" in first and "CREATE VIEW" not in first, file
    assert "CREATE VIEW public.by_hand" in second and "DROP VIEW" not in second, file
report = json.load(open(sys.argv[4]))
assert "DROP VIEW" in report["repair_sql"] and "CREATE VIEW" in report["adoption_sql"] == report["missing_sql"]
PYTHON
    rm github.txt drift.md drift.json
}

test_each_finding_has_only_its_own_sql() {
    project
    sql -c 'ALTER TABLE users ADD COLUMN nick text, ADD COLUMN age integer, ALTER name DROP NOT NULL'
    migrate drift --format json
    expect_status 1
    python3 - "$OUT" <<'PYTHON'
import json, sys
found = {f["object"]: f["sql"] for f in json.load(open(sys.argv[1]))["findings"]}
assert found == {"column public.users.nick": "ALTER TABLE public.users DROP COLUMN nick;",
                 "column public.users.age": "ALTER TABLE public.users DROP COLUMN age;",
                 "column public.users.name": "ALTER TABLE public.users ALTER COLUMN name SET NOT NULL;"}, found
PYTHON
}

test_reports_of_every_format_are_written_at_once() {
    project
    by_hand
    GITHUB_ACTIONS=true migrate drift --report github --report markdown:drift.md --report sarif:drift.sarif --report \
        junit:drift.xml \
        --report json:drift.json
    expect_status 1
    expect_no_err '--repair writes'
    expect_out '::error title='
    expect_out 'index public.by_hand is in the database'
    expect_text drift.md '## migrate drift: out of sync, 4 errors'
    expect_text drift.md 'CREATE INDEX by_hand ON public.users'
    python3 - <<'PYTHON'
import json, xml.etree.ElementTree as tree
results = json.load(open("drift.sarif"))["runs"][0]["results"]
assert len(results) == 4 and {r["ruleId"] for r in results} == {"drift"}
assert all(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "migrations" for r in results)
assert tree.parse("drift.xml").getroot().get("failures") == "4"
assert len(json.load(open("drift.json"))["findings"]) == 4
PYTHON
    migrate drift --report nonsense
    expect_status 2
    expect_err 'there is no report format'
    migrate drift --report json --summary
    expect_status 2
}

test_nothing_is_written_and_no_table_is_waited_for() {
    project
    sql -c 'BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)' >/dev/null 2>&1 &
    until [ "$(sql -c "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND relation \
        = 'users'::regclass")" = 1 ]; do
        sleep 0.05
    done
    migrate drift
    expect_ok
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE mode = 'AccessExclusiveLock' AND relation = 'users'::regclass" >/dev/null
    sql -c "ALTER DATABASE drift$number SET default_transaction_read_only = on"
    migrate drift
    expect_ok
}

test_an_unknown_kind_of_object_is_not_called_in_sync() {
    project
    sql -c 'CREATE TEXT SEARCH PARSER odd (START = prsd_start, GETTOKEN = prsd_nexttoken,
        END = prsd_end, LEXTYPES = prsd_lextype)'
    migrate drift
    [ "$STATUS" -ne 0 ] || fail 'expected a failure'
    expect_out odd
}

run_tests

#!/usr/bin/env bash
# What the verbs that work on a database say to programs: with --format json one answer for each run, whatever becomes
# of it, that fits the verb's schema in migrate/report/. Where a verb prints events, the answer is the last line.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/answers.sh"

test_every_verb_that_speaks_json_has_a_schema_that_closes() {
    local verb
    for verb in $("$MIGRATE" help | sed -n '/^Global options/q; s/^  \([a-z][a-z-]*\) .*/\1/p'); do
        "$MIGRATE" help "$verb" | grep -q -e '--format [a-z]*|json' || continue
        [ "$verb" != config ] || continue
        expect_file "$TOP/migrate/report/$verb.schema.json"
        cat "$TOP"/tests/cli/test_{answers*,backup}.sh | grep -q "answers [0-9] $verb\b" ||
            fail "no test here runs $verb"
        echo '{"format": 1, "verb": "other"}' >wrong.json
        if "$FITS" "$TOP/migrate/report/$verb.schema.json" wrong.json 2>/dev/null; then fail \
            "the schema of $verb takes anything"; fi
    done
}

test_a_run_tells_events_and_ends_with_its_answer() {
    project
    answers 0 baseline 20240101000000
    answers 0 apply
    [ "$(ask 'a["event"], a["ok"], a["applied"], a["reason"], a["plan"]')" = "('end', True, 1, None, None)" ]
    answers 0 apply
    migration 20240103000000_bad $'SELECT 1;\nSELECT nothing;'
    answers 1 apply
    [ "$(ask 'a["migration"]')" = 20240103000000_bad ]
    [ "$(ask '[(f["code"], f["sqlstate"], f["object"], f["location"]["line"]) for f in a["findings"]]')" = \
        "[('apply-fails', '42703', 'migration 20240103000000_bad', 2)]" ]
    [[ $(ask 'a["reason"]') == *'column "nothing" does not exist'* ]]
    rm -r migrations/20240103000000_bad
    answers 0 down --yes
    answers 2 resolve 20240101000000 --applied --reason x
    [[ $(ask 'a["reason"]') == *'is not half done'* ]]
}

test_what_ends_a_run_before_it_begins_is_an_answer_too() {
    project
    answers 3 apply --url 'postgresql://localhost:1/x'
    [[ $(ask 'a["findings"][0]["message"]') == *'cannot connect'* ]]
    answers 2 apply --to 1
    answers 2 baseline 1
    echo '[apply]' >migrate.ini
    echo 'nonsense = 1' >>migrate.ini
    answers 2 apply
    [[ $(ask 'a["reason"]') == *nonsense* ]]
    answers 2 status
    answers 2 drift
    answers 2 check
    answers 2 seed
    expect_err nonsense
    rm migrate.ini
    mkdir migrations/odd
    echo 'SELECT 1;' >migrations/odd/migration.sql
    answers 2 apply
}

# Wherever the option stands, and whatever is wrong.
test_a_wrong_command_line_is_answered_too() {
    project
    local words
    for words in '--nope' 'one two' '--dry-run=x' '--env a --url b -Q'; do
        # shellcheck disable=SC2086
        answers 2 apply $words
        [ "$(ask 'a["reason"] == a["findings"][0]["message"]')" = True ]
    done
    answers 2 resolve
    [[ $(ask 'a["reason"]') == *'missing argument'* ]]
    answers 2 create --nope
    answers 2 check one
    migrate apply --format json --to
    expect_status 2
    expect_out '--to needs a value'
    migrate apply --format json --nope --help
    expect_status 2
    expect_out '"status":2'
    expect_err "unknown option --nope"
    migrate apply --format xml --nope
    expect_status 2
    expect_no_out
    migrate check --nope --report json
    expect_status 2
    expect_out '"status": 2'
}

test_a_plan_is_what_a_reviewer_approves() {
    project
    migration 20240103000000_more "-- why
INSERT INTO users VALUES (1);

ALTER TABLE users ADD COLUMN mail text
    DEFAULT 'nobody''s'; -- behind
CREATE ROLE app$number PASSWORD 'hunter2';
DO \$\$ BEGIN EXECUTE 'ALTER ROLE app$number PASSWORD ''hunter2''';
    ALTER ROLE app$number PASSWORD 'hunter2'; END \$\$;
COMMENT ON TABLE users IS 'postgres://app:hunter2@db/x';" "DELETE FROM users WHERE mail = 'x';"
    migrate apply --plan
    expect_ok
    tail -n +6 "$OUT" | expect_plan "20240103000000_more
       2  INSERT INTO users VALUES (1);
       4  ALTER TABLE users ADD COLUMN mail text
       5      DEFAULT 'nobody''s';
       6  CREATE ROLE app$number PASSWORD '***';
       7  DO \$\$ BEGIN EXECUTE 'ALTER ROLE app$number PASSWORD ''***''';
       8      ALTER ROLE app$number PASSWORD '***'; END \$\$;
       9  COMMENT ON TABLE users IS 'postgres://app:***@db/x';
3 pending; nothing was changed"
    answers 0 apply --plan
    expect_no_out hunter2
    [ "$(ask 'a["plan"][2]["statements"][1]["sql"]')" \
        = $'ALTER TABLE users ADD COLUMN mail text\n    DEFAULT \'nobody\'\'s\'' ]
    answers 0 apply --dry-run
    [ "$(ask '[(m["migration"], m["transaction"], m["statements"]) for m in a["plan"]][0]')" \
        = "('20240101000000_users', True, None)" ]
    migrate apply
    expect_ok
    answers 0 down --dry-run --to 20240101000000
    [ "$(ask '[s["sql"] for m in a["plan"] for s in m["statements"]]')" \
        = "[\"DELETE FROM users WHERE mail = 'x'\", 'DROP TABLE posts']" ]
    migrate down --dry-run
    expect_ok
    expect_out "       1  DELETE FROM users WHERE mail = 'x';"
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 3 ]
    psql -X -q "$SERVER_URL" -c "DROP ROLE app$number"
}

expect_plan() { diff <(echo "$1") - >&2 || fail 'another plan'; }

test_status_tells_all_and_why_not() {
    project
    mkdir schema
    echo 'CREATE TABLE users (id integer);' >schema/schema.sql
    answers 0 status
    [ "$(ask '[f["code"] for f in a["findings"]]')" = "['pending', 'pending']" ]
    answers 0 apply
    sql -c 'DROP TABLE posts'
    answers 1 status --drift
    answers 3 status --url 'postgresql://localhost:1/x'
    [[ $(ask 'a["findings"][0]["message"]') == *'cannot connect'* ]]
}

test_waiting_has_an_answer() {
    project
    answers 1 wait --timeout 0
    [ "$(ask 'a["answers"], a["missing"], a["database"]')" \
        = "(True, ['20240101000000_users', '20240102000000_posts'], 'dev')" ]
    answers 0 wait --reachable
    answers 3 wait --timeout 0 --url 'postgresql://u:hunter2@localhost:1/x'
    expect_no_out hunter2
    [ "$(ask 'a["answers"], a["missing"]')" = '(False, [])' ]
    answers 2 wait --to 1 --reachable
}

test_a_development_database_is_reset_and_seeded_with_an_answer() {
    project
    answers 0 apply
    mkdir seeds
    echo 'INSERT INTO users VALUES (1);' >seeds/one.sql
    answers 0 seed
    [ "$(ask 'a["done"]')" = "['seeds/one.sql']" ]
    answers 4 reset
    answers 0 reset --yes
}

test_copied_rows_have_an_answer() {
    project
    answers 0 apply
    other=$(server_database "copied$number")
    psql -X -q "$other" -c 'CREATE TABLE users (id integer)' -c 'CREATE TABLE posts (id integer)'
    answers 0 copy --from "$DATABASE_URL" --to "$other"
    [ "$(ask 'sorted(t["table"] for t in a["tables"]), a["masked_columns"]')" = \
        "(['public.posts', 'public.users'], 0)" ]
    answers 2 copy --from dev
    answers 4 mask --url "$other"
    psql -X -q "$SERVER_URL" -c "DROP DATABASE copied$number WITH (FORCE)"
}

run_tests

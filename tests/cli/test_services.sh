#!/usr/bin/env bash
# Several services of one repository: each verb over all of them, in the order that they need.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit
FITS=${BUILD:-$TOP/build}/tests/cli/fits

# A service with a database of its own, and after which others it comes.
service() { # NAME [AFTER]
    local folder=services/$1 first=services/$1/migrations/20260101000000_one url
    url=$(server_database "$1$number")
    mkdir -p "$folder/schema" "$first"
    echo "CREATE TABLE $1 (id int);" | tee "$folder/schema/schema.sql" >"$first/migration.sql"
    printf '[project]\nafter = %s\n[env dev]\nurl = %s\n' "${2-}" "$url" >"$folder/migrate.ini"
    [ -e migrate.ini ] || echo '[services]' >migrate.ini
    echo "$1 = services/$1" >>migrate.ini
}

repository() {
    git init -q -b main .
    git add .
    git -c user.name=x -c user.email=x@example.org commit -qm base
}

three() {
    service mail billing
    service auth
    service billing auth
    repository
}

# A migration that comes with the schema.
next() { # SERVICE SQL
    mkdir -p "services/$1/migrations/20260102000000_two"
    echo "$2" | tee -a "services/$1/schema/schema.sql" >"services/$1/migrations/20260102000000_two/migration.sql"
}

ask() { python3 -c 'import json, sys
text = open(sys.argv[1]).read()
a = json.loads(text) if text.startswith("{\n") else json.loads(text.splitlines()[-1])
print(eval(sys.argv[2]))' "$OUT" "$1"; }

fits() { "$FITS" "$TOP/migrate/report/$1.schema.json" "$OUT" || fail "the answer does not fit the schema"; }

test_the_moments_of_a_release_are_over_all_services() {
    three
    migrate status --all --exit-code
    expect_status 1
    expect_out 'auth     1       dev 1 pending'
    migrate wait --all --timeout 0
    expect_status 1
    expect_out 'mail     -       not begun, because billing did not succeed'
    migrate apply --all --dry-run
    expect_status 0
    expect_out 'auth     0       1 pending'
    migrate apply --all
    expect_ok
    expect_out 'mail: applied 20260101000000_one'
    # In the order of `after`, whatever the file's.
    [ "$(sed -n 's/: applied.*//p' "$OUT" | tr '\n' ' ')" = 'auth billing mail ' ]
    expect_out 'billing  0       1 applied'
    migrate wait --all
    expect_ok
    migrate status --all --exit-code
    expect_ok
    migrate drift --all
    expect_ok
    [ "$(grep -c 'in sync$' "$OUT")" = 3 ]
    migrate check --all
    expect_ok
}

test_a_broken_service_is_named_and_the_others_are_done() {
    three
    service web
    next auth 'SELECT nothing;'
    next web 'CREATE TABLE more (id int);'
    sed -i '/nothing/d' services/auth/schema/schema.sql
    migrate apply --all
    expect_status 1
    expect_out 'services/auth/migrations/20260102000000_two/migration.sql:1'
    local place=services/auth/migrations/20260102000000_two/migration.sql:1:8
    expect_out "auth     1       $place: column \"nothing\" does not exist"
    expect_out 'billing  -       not begun, because auth did not succeed'
    expect_out 'mail     -       not begun, because billing did not succeed'
    expect_out 'web      0       2 applied'
    # What only reads has no order.
    migrate check --all
    expect_status 1
    expect_out 'services/auth/migrations/20260102000000_two/migration.sql:1:8: error: auth: '
    expect_out 'billing  0       in sync'
    echo 'not a setting' >services/mail/migrate.ini
    migrate status --all
    expect_status 2
    expect_out 'mail     2       '
    expect_out 'web      0       dev up to date'
}

# The first of 4, 3, 2, 75, 1 and 0 that one of them ended with.
test_the_statuses_of_all_become_one() {
    three
    migrate apply --all
    next auth 'CREATE TABLE more (id int);'
    migrate status --all --exit-code
    expect_status 1
    echo 'not a setting' >>services/mail/migrate.ini
    migrate status --all --exit-code
    expect_status 2
    sed -i 's,^url.*,url = postgresql://127.0.0.1:1/x,' services/billing/migrate.ini
    migrate status --all --exit-code
    expect_status 3
    echo 'SELECT 1;' >>services/auth/migrations/20260101000000_one/migration.sql
    migrate status --all --exit-code
    expect_status 4
    migrate status --service billing --service auth --format json
    expect_status 4
    fits status
    [ "$(ask '[(s["service"], s["status"]) for s in a["services"]]')" = "[('auth', 4), ('billing', 3)]" ]
}

test_programs_get_one_answer() {
    three
    next auth 'CREATE TABLE more (id int);'
    sed -i '/more/d' services/auth/schema/schema.sql
    local verb
    for verb in check drift 'wait --timeout=0' apply status; do
        migrate $verb --all --format json
        fits "${verb%% *}"
        [ "$(ask 'len(a["services"])')" = 3 ] || fail "$verb does not tell of each service"
        [ "$(ask 'a["status"]')" = "$STATUS" ]
    done
    migrate check --all --format json --report sarif:x.sarif --report markdown:x.md
    expect_status 1
    [[ $(ask '[f["location"]["file"] for f in a["findings"] if f["location"]][0]') == services/auth/* ]]
    [ "$(ask '[s["summary"] for s in a["services"] if s["service"] != "auth"]')" = "['in sync', 'in sync']" ]
    expect_text x.sarif services/auth/
    expect_text x.md 'auth: '
    migrate apply --all --format json
    head -n 1 "$OUT" | grep -q '"service":"auth"' || fail 'an event does not say whose it is'
}

test_paths_are_right_from_any_folder() {
    three
    next auth 'SELECT nothing;'
    migrate -C services check --all
    expect_status 1
    expect_out 'auth/migrations/20260102000000_two/migration.sql:1'
    expect_no_out 'services/auth/migrations'
}

test_only_what_has_changed_is_checked() {
    three
    git checkout -qb change
    migrate check --changed
    expect_ok
    expect_out 'no service has changed'
    next billing 'CREATE TABLE more (id int);'
    migrate check --changed
    expect_ok
    expect_out 'billing  0       in sync'
    expect_no_out 'auth '
    migrate check --changed --service mail
    expect_out 'no service has changed'
    git -c user.name=x -c user.email=x@example.org commit -qam x
    git add . && git -c user.name=x -c user.email=x@example.org commit -qm y
    migrate check --changed --base main
    expect_out 'billing  0       in sync'
    # What lies elsewhere is not looked for, so that it counts as changed.
    mkdir shared
    mv services/mail/schema/* shared/
    sed -i '1a schema = ../../shared' services/mail/migrate.ini
    git add . && git -c user.name=x -c user.email=x@example.org commit -qm shared
    git branch -f main
    migrate check --changed --service mail --base main
    expect_ok
    expect_out 'mail     0       in sync'
}

test_a_change_does_not_choose_its_services() {
    three
    git checkout -qb change
    mkdir evil
    cp -r services/auth/. evil/
    printf '[services]\nonly = evil\n' >migrate.ini
    migrate check --all --untrusted --base main
    expect_out 'auth     0       in sync'
    ! grep -q '^only ' "$OUT" || fail 'the change has chosen'
    migrate check --all
    expect_out 'only     0       in sync'
}

test_an_environment_is_that_of_each_service() {
    three
    local name
    for name in auth billing mail; do sed -i 's/^.env dev.$/[env production]/' "services/$name/migrate.ini"; done
    migrate apply --all --env production
    expect_ok
    MIGRATE_ENV=production migrate status --all --exit-code
    expect_ok
    expect_out 'mail     0       dev none here, production up to date'
    DATABASE_URL=postgresql://127.0.0.1:1/x migrate status --all --env production --exit-code
    expect_ok
}

test_what_is_wrong_with_the_choice_is_said() {
    three
    migrate check --service autth
    expect_status 2
    expect_err "did you mean 'auth'?"
    DATABASE_URL=postgresql:///x migrate status --all
    expect_status 2
    expect_err 'DATABASE_URL names one database'
    MIGRATE_ENV_DEV_URL=postgresql:///x migrate apply --all
    expect_status 2
    expect_err 'MIGRATE_ENV_DEV_URL names one database'
    migrate apply --all --url postgresql:///x
    expect_status 2
    sed -i 's/^after = auth/after = mail/' services/billing/migrate.ini
    migrate apply --all
    expect_status 2
    expect_err 'in a circle, or after one that does: mail, billing'
    sed -i 's/^after = mail/after = nobody/' services/billing/migrate.ini
    migrate apply --all
    expect_status 2
    expect_err 'services/billing/migrate.ini: after names "nobody"'
    rm services/billing/migrate.ini
    migrate apply --all
    expect_status 2
    expect_err 'migrate.ini:4: the service "billing" has no services/billing/migrate.ini'
    printf '[services]\nnone =\n' >migrate.ini
    migrate status --all
    expect_status 2
    expect_err 'the service "none" has no folder'
    rm -r migrate.ini
    migrate status --all
    expect_status 2
    expect_err 'there are no services here'
}

sessions() { psql -X -A -t -c "SELECT count(*) FROM pg_stat_activity WHERE $1" "$SERVER_URL"; }

test_a_signal_stops_all_in_order() {
    three
    next auth 'SELECT pg_sleep(60);'
    "$MIGRATE" apply --all >stopped 2>&1 &
    local fleet=$!
    until [ "$(sessions "query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()")" = 1 ]; do
        sleep 0.05
    done
    kill -TERM "$fleet"
    STATUS=0
    wait "$fleet" 2>/dev/null || STATUS=$?
    [ "$STATUS" = 143 ] || fail "status $STATUS: $(cat stopped)"
    expect_text stopped 'billing  -'
    [ "$(sessions "application_name LIKE 'migrate%'")" = 0 ]
}

# A project that shares its database with others: $1 is its schema.
sharing() { # NAME URL
    local folder=services/$1 first=services/$1/migrations/20260101000000_one
    mkdir -p "$folder/schema" "$first"
    printf 'CREATE SCHEMA %s;\nCREATE TABLE %s.one (id int);\n' "$1" "$1" |
        tee "$folder/schema/schema.sql" >"$first/migration.sql"
    printf '[project]\nschemas = %s\n[ledger]\nschema = migrate_%s\n[env dev]\nurl = %s\n' \
        "$1" "$1" "$2" >"$folder/migrate.ini"
    [ -e migrate.ini ] || echo '[services]' >migrate.ini
    echo "$1 = services/$1" >>migrate.ini
}

test_projects_of_one_database_see_their_own_schemas_only() {
    local url
    url=$(server_database "shared$number")
    sharing auth "$url"
    sharing billing "$url"
    repository
    migrate apply --all
    expect_ok
    migrate drift --all
    expect_ok
    expect_out 'billing  0       in sync'
    migrate check --all
    expect_ok
    expect_no_out 'schema public'
    psql -X -q -c 'CREATE TABLE billing.by_hand (id int); COMMENT ON SCHEMA billing IS $$x$$' \
        -c 'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS $$SELECT 1$$' "$url"
    migrate drift --all
    expect_status 1
    expect_out 'auth     0       in sync'
    expect_out 'billing  1       out of sync'
    expect_no_out 'public.f'
    migrate -C services/auth schema export "$url" -o "$PWD/exported"
    expect_status 0
    ! grep -r billing exported || fail "another project's schema was exported"
    git checkout -qb change
    next auth 'ALTER TABLE billing.one ADD COLUMN more int;'
    migrate check --service auth
    expect_status 1
    expect_out 'billing.one is in schema billing, which is not one of this project'
    expect_out foreign-schema
    echo 'CREATE TABLE stray (id int); CREATE TABLE auth.two (id int);' \
        >services/auth/migrations/20260102000000_two/migration.sql
    migrate check --service auth
    expect_out 'stray is in schema public'
    echo 'DO $$ BEGIN UPDATE billing.one SET id = 1; END $$; INSERT INTO auth.one VALUES (1);
        COMMENT ON TABLE billing.one IS NULL; GRANT USAGE ON SCHEMA billing TO PUBLIC;' \
        >services/auth/migrations/20260102000000_two/migration.sql
    migrate check --service auth
    [ "$(grep -c 'in schema billing, which is not' "$OUT")" = 3 ] || fail 'not each is told'
    expect_no_out 'auth.one is in'
    echo 'CREATE TABLE stray (id int); CREATE TABLE auth.two (id int);' \
        >services/auth/migrations/20260102000000_two/migration.sql
    migrate check --service auth
    expect_no_out 'auth.two is in schema'
}

# --- twelve, of the example project

# The last has a schema in the database of the one before.
twelve() {
    local i
    for i in app staff report; do psql -X -q -c "CREATE ROLE tutoring_$i" "$SERVER_URL"; done
    for i in {01..11}; do
        service "s$i"
        rm -r "services/s$i/schema" "services/s$i/migrations"
        cp -r "$TOP"/{schema,migrations} "services/s$i/"
    done
    sed -i 's/^after.*/after = s01, s02/' services/s0[3-6]/migrate.ini
    sed -i 's/^after.*/after = s03/' services/s1[01]/migrate.ini
    sed -i '1a schemas = audit, course, matching, notify, people, reward' services/s11/migrate.ini
    sharing s12 "$(url_of s11)"
    sed -i '1a after = s03' services/s12/migrate.ini
}

url_of() { sed -n 's/^url = //p' "services/$1/migrate.ini"; }

killed_at_random() { # TIMES
    local i fleet
    for ((i = 0; i < $1; i++)); do
        setsid "$MIGRATE" apply --all >killed 2>&1 &
        fleet=$!
        sleep "$((RANDOM % 2)).$((RANDOM % 10))"
        kill -KILL -- "-$fleet" 2>/dev/null || true
        wait "$fleet" 2>/dev/null || true
    done
}

expect_all() { # WORD: of each of the twelve
    expect_ok
    [ "$(grep -c "^s[0-9]* .* $1\$" "$OUT")" = 12 ] || fail "not all are $1"
}

# The ledger in schema $2 of service $1's database holds $3 migrations, each once.
expect_ledger() {
    [ "$(psql -X -A -t -c "SELECT count(*), count(DISTINCT key) FROM $2.migration" "$(url_of "$1")")" = "$3|$3" ] ||
        fail "$1 has other migrations"
}

converge() { # KILLS
    twelve
    killed_at_random "$1"
    migrate apply --all
    expect_status 0
    migrate status --all --exit-code
    expect_all 'dev up to date'
    local i all
    all=$(find "$TOP/migrations" -mindepth 1 -maxdepth 1 -type d | wc -l)
    for i in {01..11}; do expect_ledger "s$i" migrate "$all"; done
    expect_ledger s12 migrate_s12 1
    migrate drift --service s11 --service s12
    expect_ok
}

test_a_release_of_twelve_that_is_killed_is_finished_by_the_next_run() { converge 3; }
proof_a_release_that_is_killed_twenty_times_is_finished_by_the_next_run() { converge 20; }

proof_twelve_services_of_which_two_share_a_database_are_read_and_released_together() {
    twelve
    repository
    migrate check --all
    expect_all 'in sync'
    migrate apply --all
    expect_all applied
    migrate status --all --exit-code
    expect_all 'dev up to date'
    migrate drift --all
    expect_all 'in sync'
    psql -X -q -c 'DROP TABLE s12.one' "$(url_of s12)"
    migrate drift --all
    expect_status 1
    expect_out 's11      0       in sync'
    expect_out 's12      1       out of sync'
}

run_tests

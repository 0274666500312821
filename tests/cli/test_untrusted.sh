#!/usr/bin/env bash
# A pull request that wants to decide about its own verdict: what counts is the migrate.ini of the base branch.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/minor.sh"

# Without known vulnerabilities, whichever is installed.
MIGRATE_SCRATCH_BIN_DIR=$(server_of_minor 9)
export MIGRATE_SCRATCH_BIN_DIR

ONE=migrations/20260101000000_one/migration.sql

commit() { git add -A && git commit -qm "${1:-change}"; }

# main has the configuration $1, none without it; `change` is checked out.
project() {
    mkdir -p schema migrations/20260101000000_one
    echo 'CREATE TABLE pupil (id int);' | tee schema/pupil.sql >$ONE
    git init -q -b main .
    [ $# -eq 0 ] || echo "$1" >migrate.ini
    commit base
    git checkout -qb change
}

# As a workflow for pull requests runs it; the notes about what was left out are in $ERR.
check() {
    STATUS=0
    last="migrate check $*"
    GITHUB_EVENT_NAME=pull_request timeout 600 "$MIGRATE" check --base main "$@" >"$OUT" 2>"$ERR" </dev/null ||
        STATUS=$?
}

spoil() {
    echo 'SELECT 1; -- edited' >>$ONE
    echo 'CREATE TABLE forgotten (id int);' >schema/forgotten.sql
}

expect_caught() {
    check
    expect_status 1
    expect_out '[merged-edited]'
    expect_out '[out-of-sync]'
    expect_err 'migrate.ini'
}

test_a_change_does_not_turn_rules_off() {
    project '[project]'
    spoil
    printf '[check]\nmerged-edited = off\nout-of-sync = off\nschema-without-migration = warning\n' >migrate.ini
    commit
    expect_caught
    expect_err 'note: migrate.ini of main is used, not that of the change'
    STATUS=0
    "$MIGRATE" check --base main >"$OUT" 2>"$ERR" || STATUS=$?
    expect_status 0
}

test_a_change_does_not_ignore_what_it_forgot() {
    project '[project]'
    spoil
    printf '[ignore]\nall = .\n' >migrate.ini
    expect_caught
}

test_a_change_does_not_point_to_another_project() {
    project '[project]'
    spoil
    mkdir -p fake/schema fake/migrations
    printf '[project]\nschema = fake/schema\nmigrations = fake/migrations\n' >migrate.ini
    expect_caught
}

test_a_change_does_not_bring_the_first_configuration() {
    project
    spoil
    mkdir -p fake/schema fake/migrations
    printf '[project]\nschema = fake/schema\nmigrations = fake/migrations\n[check]\nmerged-edited = off\n' >migrate.ini
    expect_caught
    expect_err 'migrate.ini is ignored: it came with the change, and main has no migrate.ini'
}

test_a_change_does_not_delete_the_configuration() {
    project $'[check]\nschema-without-migration = error'
    echo '-- a comment' >>schema/pupil.sql
    git rm -q migrate.ini
    check
    expect_status 1
    expect_out 'error: the schema differs from main'
}

test_a_change_does_not_hide_the_configuration_behind_a_nearer_one() {
    mkdir db
    cd db
    mkdir -p schema migrations/20260101000000_one
    echo 'CREATE TABLE pupil (id int);' | tee schema/pupil.sql >$ONE
    cd ..
    printf '[project]\nschema = db/schema\nmigrations = db/migrations\n' >migrate.ini
    git init -q -b main .
    commit base
    git checkout -qb change
    cd db
    spoil
    mkdir -p fake/schema fake/migrations
    printf '[project]\nschema = fake/schema\nmigrations = fake/migrations\n' >migrate.ini
    check
    expect_status 1
    expect_out '[merged-edited]'
    expect_out '[out-of-sync]'
    expect_err '../migrate.ini of main is used'
}

test_a_change_does_not_choose_the_version_of_the_server() {
    project '[project]'
    cat >schema/x.sql <<'SQL'
DO $$BEGIN IF current_setting('server_version_num')::int < 140000 THEN CREATE TABLE x (); END IF; END$$;
SQL
    printf '[project]\nserver = 9\n' >migrate.ini
    check
    expect_status 0
}

test_a_change_does_not_get_rights() {
    project '[project]'
    printf '[scratch]\nprivileged = yes\nsandbox = off\nextensions = dblink\n' >migrate.ini
    echo 'CREATE EXTENSION dblink;' >>schema/pupil.sql
    check
    expect_status 1
    expect_out 'schema/pupil.sql:2:'
    expect_out 'dblink'
}

# Whether the server that is used here has the extensions.
expect_extensions() {
    local name
    for name; do
        ls /usr/share/postgresql/*/extension/"$name.control" >/dev/null 2>&1 || skip "$name is not installed"
    done
}

test_extensions_that_postgresql_trusts_are_created() {
    expect_extensions hstore
    project '[project]'
    mkdir migrations/20260102000000_two
    echo 'CREATE EXTENSION hstore; CREATE TABLE bag (h hstore);' |
        tee schema/z.sql >migrations/20260102000000_two/migration.sql
    check
    expect_status 0
    expect_out 'in sync'
}

test_extensions_of_the_base_branchs_history_are_created() {
    expect_extensions dblink
    project '[project]'
    git checkout -q main
    echo 'CREATE EXTENSION dblink;' | tee -a schema/pupil.sql >>$ONE
    commit
    git checkout -qb next
    mkdir migrations/20260102000000_two
    echo 'CREATE TABLE bag (id int);' | tee schema/z.sql >migrations/20260102000000_two/migration.sql
    check
    expect_status 0
    expect_out 'in sync'
}

test_the_advice_about_a_refused_extension_is_true() {
    expect_extensions dblink
    project '[project]'
    mkdir migrations/20260102000000_two
    echo 'CREATE EXTENSION dblink;' | tee schema/z.sql >migrations/20260102000000_two/migration.sql
    commit
    migrate check --base main
    expect_ok
    expect_out 'migrations/20260102000000_two/migration.sql:1:1: note: a pull request against main' \
        'will not be allowed to create extension "dblink" [extension-refused]'
    expect_out \
        'fix: add it to "extensions" in the section [scratch] of migrate.ini of main, in a change that is merged first'
    check
    expect_status 1
    expect_out \
        'extension "dblink" may not be created: it is not named in scratch.extensions [migration-fails, SQLSTATE 42501]'
    expect_out \
        'fix: Add it to "extensions" in the section [scratch] of migrate.ini of main, in a change that is merged first.'
    git checkout -q main
    printf '[scratch]\nextensions = dblink\n' >>migrate.ini
    commit
    git checkout -q change
    check
    expect_status 0
    expect_out 'in sync'
    migrate check --base main
    expect_no_out extension-refused
}

test_the_time_limit_holds_for_all_of_the_run() {
    project $'[scratch]\ntime_limit = 300ms'
    mkdir migrations/20260102000000_two
    yes 'SELECT 1;' | head -n 200000 >migrations/20260102000000_two/migration.sql
    check --report text --report json:out.json
    expect_status 3
    expect_out 'error: the run was stopped because its time was up (300 ms, scratch.time_limit) [time-limit]'
    expect_out 'time_limit in the section [scratch] of migrate.ini, for a pull request that of its base branch'
    expect_text out.json '"code": "time-limit"'
}

test_a_file_that_is_too_large_is_not_read() {
    project '[project]'
    mkdir migrations/20260102000000_two
    echo 'SELECT 1;' >migrations/20260102000000_two/migration.sql
    truncate -s 200M migrations/20260102000000_two/migration.sql
    check
    [ "$STATUS" -eq 1 ] || [ "$STATUS" -eq 2 ] || fail 'expected a finding'
    local why='has 209715200 bytes, and in an untrusted run a file may have 16777216'
    grep -qF "migrations/20260102000000_two/migration.sql $why" "$OUT" "$ERR" || fail 'expected the reason'
    rm -r migrations/20260102000000_two
    truncate -s 17M schema/large.sql
    check
    [ "$STATUS" -eq 1 ] || [ "$STATUS" -eq 2 ] || fail 'expected a finding'
    grep -qF 'schema/large.sql has 17825792 bytes' "$OUT" "$ERR" || fail 'expected the reason'
}

test_a_symbolic_link_of_the_change_leads_nowhere() {
    project '[project]'
    rm -r schema
    ln -s /etc schema
    check
    [ "$STATUS" -gt 0 ] || fail 'expected a complaint'
    expect_no_out 'root:'
}

test_a_mistake_in_the_changes_configuration_is_found() {
    project '[project]'
    printf '[project]\nshema = x\n' >migrate.ini
    check
    expect_status 2
    expect_err "migrate.ini:2: unknown key 'shema' in [project]"
}

test_what_the_base_branch_says_is_obeyed() {
    project $'[check]\nmerged-edited = warning\nout-of-sync = warning\n[ignore]\ntable = forgotten'
    spoil
    check
    expect_status 0
    expect_out 'warning: 20260101000000_one is on main already and was edited [merged-edited]'
    expect_no_out '[out-of-sync]'
    expect_no_err
    echo 'CREATE TABLE another (id int);' >>schema/forgotten.sql
    check
    expect_status 0
    expect_out 'warning: schema and migrations differ in 1 object [out-of-sync]'
    expect_out 'out of sync, 2 warnings'
}

# One variable of each system is enough here; the table has its own test.
test_every_ci_system_switches_the_rules_on() {
    project '[project]'
    spoil
    printf '[check]\nmerged-edited = off\nout-of-sync = off\n' >migrate.ini
    commit
    for sign in GITHUB_EVENT_NAME=merge_group GITHUB_EVENT_NAME=workflow_run CI_PIPELINE_SOURCE=merge_request_event \
        BITBUCKET_PR_ID=7 \
        CHANGE_ID=7 BUILD_REASON=PullRequest BUILDKITE_PULL_REQUEST=7; do
        STATUS=0
        last="$sign migrate check"
        env "$sign" "$MIGRATE" check --base main --report text --report github --report \
            json:out.json >"$OUT" 2>"$ERR" || STATUS=$?
        expect_status 1
        expect_out '[merged-edited]'
        expect_out "untrusted: ${sign%%=*} is ${sign#*=})"
        expect_text out.json "\"trust\": \"untrusted: ${sign%%=*} is ${sign#*=}\""
    done
    for sign in GITHUB_EVENT_NAME=push GITHUB_EVENT_NAME=schedule CI_PIPELINE_SOURCE=push \
        BUILDKITE_PULL_REQUEST=false; do
        STATUS=0
        env "$sign" "$MIGRATE" check --base main >"$OUT" 2>"$ERR" || STATUS=$?
        expect_ok
        expect_no_out trusted
    done
}

test_the_flags_decide_over_the_system() {
    project '[project]'
    spoil
    printf '[check]\nmerged-edited = off\nout-of-sync = off\n' >migrate.ini
    commit
    check --trusted --report text --report github --report json:out.json --report markdown:out.md
    expect_ok
    expect_out 'trusted: --trusted, although GITHUB_EVENT_NAME is pull_request'
    expect_text out.json '"trust": "trusted: --trusted, although GITHUB_EVENT_NAME is pull_request"'
    expect_text out.md 'although GITHUB'
    migrate check --base main --untrusted
    expect_status 1
    expect_out 'untrusted: --untrusted'
    migrate check --untrusted --trusted
    expect_status 2
    expect_err '--untrusted and --trusted cannot be given together; leave one out'
}

test_the_base_is_the_systems_branch() {
    project '[project]'
    spoil
    git update-ref refs/remotes/origin/main main
    git update-ref refs/remotes/origin/HEAD HEAD
    for base in CHANGE_TARGET=main SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main \
        BITBUCKET_PR_DESTINATION_BRANCH=main; do
        STATUS=0
        env CHANGE_ID=7 "$base" "$MIGRATE" check >"$OUT" 2>"$ERR" || STATUS=$?
        expect_status 1
        expect_out '[merged-edited]'
    done
    STATUS=0
    CHANGE_ID=7 CHANGE_TARGET=release "$MIGRATE" check >"$OUT" 2>"$ERR" || STATUS=$?
    expect_status 1
    expect_out 'CHANGE_TARGET says that the base branch is "release", but origin/release was not fetched'
}

test_a_report_replaces_no_device_and_no_link() {
    project '[project]'
    mkfifo pipe
    ln -s "$PWD/real.json" link.json
    echo earlier=1 >outputs
    cat pipe >copy &
    "$MIGRATE" check --base main --report json:/dev/null --report markdown:pipe --report json:link.json --report \
        outputs:outputs \
        --report json:/dev/stdout >"$OUT" 2>"$ERR" || fail 'expected success'
    wait
    [ -c /dev/null ] && [ -p pipe ] && [ -L link.json ]
    expect_text copy 'migrate check'
    expect_text real.json '"in_sync": true'
    expect_out '"in_sync": true'
    [ "$(sed -n 1p outputs)" = earlier=1 ] && [ "$(sed -n 2p outputs)" = in-sync=true ]
}

test_a_link_of_the_change_takes_no_report_elsewhere() {
    project '[project]'
    mkdir ../outside-$$
    ln -s "$PWD/../outside-$$" reports
    ln -s "$PWD/../outside-$$/victim" report.json
    for report in json:report.json sarif:reports/x outputs:report.json; do
        check --report "$report"
        expect_status 2
        expect_err 'is a symbolic link, and in an untrusted run nothing is written through one; name the file itself'
    done
    [ -z "$(ls ../outside-$$)" ]
    rm -r ../outside-$$
    check --report json:/dev/stdout --report json:plain.json
    expect_status 0
    expect_out '"in_sync": true'
    expect_text plain.json '"in_sync": true'
}

test_a_change_may_excuse_itself_in_the_open() {
    project '[project]'
    mkdir migrations/20260102000000_two
    echo 'CREATE INDEX i ON pupil (id);' | tee schema/z.sql >migrations/20260102000000_two/migration.sql
    check
    expect_status 0
    expect_out '[create-index]'
    echo '-- migrate: allow create-index the table has ten rows' >>migrations/20260102000000_two/migration.sql
    check
    expect_status 0
    expect_no_out '[create-index]'
}

test_a_change_that_brings_a_project_is_checked_where_it_says() {
    git init -q -b main .
    echo x >readme
    commit base
    git checkout -qb change
    mkdir -p data/schema data/migrations
    echo 'CREATE TABLE pupil (id int);' >data/schema/pupil.sql
    printf '[project]\nschema = data/schema\nmigrations = data/migrations\n[check]\nout-of-sync = off\n' >migrate.ini
    check
    expect_status 1
    expect_out '[out-of-sync]'
    expect_err 'migrate.ini is ignored except for where the project is'
}

test_a_server_with_known_holes_is_named() {
    project '[project]'
    check
    expect_status 0
    expect_no_out 'unpatched-server'
    MIGRATE_SCRATCH_BIN_DIR=$(server_of_minor 0)
    check
    if [ "$STATUS" -eq 3 ]; then
        expect_err 'not safe enough for untrusted SQL'
        expect_err 'has known vulnerabilities that let SQL run programs'
        skip 'this kernel has no sandbox'
    fi
    expect_status 0
    expect_out 'warning: the server that executed this change has known vulnerabilities,' \
        'and only its sandbox contains the change [unpatched-server]'
    local fix='has known vulnerabilities that let SQL run programs; install [0-9]+\.[0-9]+ or later'
    grep -qE "fix: PostgreSQL [0-9]+\.0+ $fix" "$OUT" ||
        fail 'expected the release that closes them'
    STATUS=0
    "$MIGRATE" check --base main >"$OUT" 2>"$ERR" || STATUS=$?
    expect_ok
    expect_no_out 'unpatched-server'
}

test_holes_without_a_sandbox_are_refused() {
    project $'[scratch]\nsandbox = off'
    check
    expect_status 0
    MIGRATE_SCRATCH_BIN_DIR=$(server_of_minor 0)
    check
    expect_status 3
    expect_err \
        'the scratch server is not safe enough for untrusted SQL: its sandbox is none: switched off, and PostgreSQL '
    expect_err 'has known vulnerabilities that let SQL run programs; install '
}

test_the_platform_is_that_of_the_base_branch() {
    mkdir ci
    echo 'CREATE SCHEMA auth; CREATE TABLE auth.users (id int PRIMARY KEY);' >ci/platform.sql
    project '[scratch]
init = ci/platform.sql'
    mkdir migrations/20260102000000_two
    echo 'CREATE TABLE mark (id int REFERENCES auth.users);' |
        tee schema/two.sql >migrations/20260102000000_two/migration.sql
    commit
    check
    expect_status 0
    expect_no_err
    echo "CREATE TABLE auth.more (id int); COPY auth.users TO PROGRAM 'touch $PWD/ran';" >>ci/platform.sql
    commit
    check
    expect_status 0
    expect_err 'note: ci/platform.sql of main is used, not that of the change'
    [ ! -e ran ]
    git rm -q ci/platform.sql
    check
    expect_status 0
    expect_err 'note: ci/platform.sql of main is used, not that of the change'
    mkdir -p ci
    ln -s /etc/passwd ci/platform.sql
    check
    expect_status 2
    expect_err 'outside of the git repository'
}

test_a_change_brings_no_platform_of_its_own() {
    project '[project]'
    mkdir ci
    echo 'CREATE SCHEMA auth;' >ci/platform.sql
    printf '[scratch]\ninit = ci/platform.sql\npreset = supabase\n' >migrate.ini
    echo 'CREATE TABLE auth.t (id int);' >schema/two.sql
    check
    expect_status 1
    expect_out 'schema "auth" does not exist'
}

test_a_platform_that_the_base_branch_lacks_is_an_error() {
    project '[scratch]
init = ci/platform.sql'
    mkdir ci
    echo 'SELECT 1;' >ci/platform.sql
    check
    expect_status 2
    expect_err 'ci/platform.sql is not read: the base branch has no such file'
}

run_tests

#!/usr/bin/env bash
# The action: its steps are run as GitHub's runner runs them, on pull requests against an origin.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/actions.sh"

test_a_pull_request_in_sync_passes() {
    pull_request
    action
    expect_status 0
    expect_out 'uses actions/cache@v4 key=migrate-'
    expect_no_out '::error'
    expect_output in-sync=true
    expect_output findings=0
    expect_output migration-sql=
    expect_file "$(sed -n 's/^sarif-file=//p' "$RUNNER_OUTPUTS")"
    expect_summary '## migrate check: in sync'
}

test_the_report_is_a_page_that_the_summary_links_to() {
    pull_request
    echo 'CREATE TABLE match (id int);' >>schema/schema.sql
    commit
    action
    expect_status 1
    expect_out 'uses actions/upload-artifact@v4 name=migrate-check-'
    grep -qE 'name=migrate-check-[0-9a-f]{16} overwrite=true path=.*/migrate-check.html$' "$OUT" ||
        fail 'not uploaded'
    expect_text "$(sed -n 's/^page-file=//p' "$RUNNER_OUTPUTS")" \
        '<title>migrate check: out of sync, 1 error, 1 note</title>'
    action input page=false
    expect_no_out upload-artifact
    PAGE_URL=https://github.example/owner/project/actions/runs/1/artifacts/2 "$TOP/ci/action/link"
    expect_summary '[The whole report as a page](https://github.example/owner/project/actions/runs/1/artifacts/2)'
    PAGE_URL='https://x/)<script>' "$TOP/ci/action/link"
    grep -q script "$GITHUB_STEP_SUMMARY" && fail 'a link that is none' || true
}

test_a_pull_request_out_of_sync_fails_and_says_what_is_missing() {
    pull_request
    echo 'ALTER TABLE pupil ADD grade int; CREATE TABLE match (pupil int REFERENCES pupil);' >>schema/schema.sql
    commit
    action
    expect_status 1
    expect_out '::error title=out-of-sync::'
    expect_output in-sync=false
    expect_output 'ALTER TABLE public.pupil ADD COLUMN grade integer;'
    expect_text "$(sed -n 's/^sarif-file=//p' "$RUNNER_OUTPUTS")" '"ruleId": "out-of-sync"'
    expect_summary 'migrate check: out of sync, 1 error'
    expect_summary 'ADD COLUMN grade integer'
    expect_summary 't0["public.match - new"]'
    expect_summary 't1["public.pupil - changed"]'
    expect_summary 'integer grade "new"'
    expect_summary 't0 }o--|| t1 : "match_pupil_fkey"'
}

test_an_edited_migration_is_annotated_on_its_line_in_a_folder_of_the_repository() {
    pull_request "back end/db"
    echo 'SELECT 1; -- edited' >>"back end/db/migrations/20260101000000_one/migration.sql"
    commit
    action input "working-directory=back end/db" input format=text
    expect_status 1
    expect_out 'merged-edited'
    expect_no_out '::error'
    action input "working-directory=back end/db"
    expect_out '::error title=merged-edited,file=back end/db/migrations/20260101000000_one/migration.sql,line=2'
}

test_fail_on_decides_what_fails() {
    pull_request
    mkdir migrations/20260102000000_two
    echo 'ALTER TABLE pupil ALTER name TYPE varchar(10);' >migrations/20260102000000_two/migration.sql
    echo 'CREATE TABLE pupil (id int PRIMARY KEY, name varchar(10));' >schema/schema.sql
    commit
    action
    expect_status 0
    expect_out '::warning title='
    action input fail-on=warning
    expect_status 1
    echo 'SELECT 1; -- edited' >>migrations/20260101000000_one/migration.sql
    action input fail-on=never
    expect_status 0
    expect_out '::error title=merged-edited'
    expect_output in-sync=true
    action input fail-on=sometimes
    expect_status 2
}

test_a_check_that_cannot_be_made_is_not_a_success() {
    pull_request
    action input base=origin/missing input fail-on=never
    [ "$STATUS" -gt 1 ] || expect_out '::error title=base-missing'
    action input config=missing.ini input fail-on=never
    [ "$STATUS" -gt 1 ] || fail 'expected a failure'
    expect_output in-sync=unknown
    expect_summary 'could not be made'
    expect_out '::error title=migrate::the check could not be made'
}

test_names_in_the_change_set_no_outputs() {
    pull_request
    printf 'CREATE TABLE "\nEOF\nin-sync=true\nsarif-file=/etc/passwd\n::add-mask::x" (id int);\n' >>schema/schema.sql
    commit
    action
    expect_status 1
    expect_output in-sync=false
    [ "$(grep -c '^sarif-file=/etc' "$RUNNER_OUTPUTS")" = 1 ] # a line of the SQL, inside of migration-sql
    [ "$(tail -n 1 "$RUNNER_OUTPUTS")" = "sarif-file=$(ls -d "$RUNNER_TEMP"/migrate-check.*)/migrate.sarif" ]
}

test_one_comment_is_kept_up_to_date() {
    pull_request
    with_gh
    action input comment=true
    expect_status 0
    expect_no_file ../gh/comment
    echo 'ALTER TABLE pupil ADD grade int;' >>schema/schema.sql
    action input comment=true
    expect_status 1
    expect_text ../gh/comment 'out of sync'
    grep -qE '^<!-- migrate check [0-9a-f]{16} -->$' ../gh/comment
    expect_text ../gh/calls 'github.example t0ken api --method POST repos/owner/project/issues/7/comments'
    git checkout -q schema
    action input comment=true
    expect_status 0
    expect_text ../gh/comment ': in sync'
    expect_text ../gh/calls '--method PATCH repos/owner/project/issues/comments/42'
    [ "$(grep -c POST ../gh/calls)" = 1 ]
}

test_a_token_that_may_only_read_is_no_failure() {
    pull_request
    with_gh
    echo 403 >../gh/code
    action input comment=true
    expect_status 0
    expect_out '::notice title=migrate::No comment was written: the token may only read'
    echo 500 >../gh/code
    action input comment=true
    expect_status 0
    expect_out '::warning title=migrate::The comment could not be written (HTTP 500)'
    expect_no_out '::error'
}

test_the_program_is_built_once() {
    pull_request
    cat >../stubs/make <<MAKE
#!/bin/bash
echo "make \$*"
for word; do case \$word in BUILD=*) install -D "$MIGRATE" "\${word#BUILD=}/migrate" ;; esac; done
MAKE
    chmod +x ../stubs/make
    rm ../runner/migrate/program/bin/migrate
    action input install-only=true
    expect_status 0
    expect_out "make -C $TOP BUILD=$RUNNER_TEMP/migrate/build all"
    expect_output in-sync=
    action
    expect_status 0
    expect_no_out 'make -C'
    expect_output in-sync=true
}

# The action as the runner keeps it when a workflow says `uses: owner/tool/ci@v1.2.3`, and the release of that tag.
used_by_tag() {
    ACTION=$PWD/../runner/_actions/owner/tool/v1.2.3
    mkdir -p "$ACTION" ../releases/owner/tool/releases/download/v1.2.3 "tarball/migrate-1.2.3-linux-x86_64/bin"
    cp -a "$TOP/ci" "$ACTION/"
    touch "$ACTION/Makefile"
    cp "$MIGRATE" tarball/migrate-1.2.3-linux-x86_64/bin/
    RELEASE=$PWD/../releases/owner/tool/releases/download/v1.2.3
    tar -C tarball -czf "$RELEASE/migrate-1.2.3-linux-x86_64.tar.gz" migrate-1.2.3-linux-x86_64
    (cd "$RELEASE" && sha256sum -- *.tar.gz >SHA256SUMS)
    rm -r tarball ../runner/migrate/program
    export GITHUB_SERVER_URL=file://$PWD/../releases
}

test_the_tarball_of_a_release_is_taken_by_its_checksum() {
    command -v curl >/dev/null || skip 'curl is not installed'
    pull_request
    used_by_tag
    run_file "$ACTION/ci/action.yml"
    expect_status 0
    expect_out 'key=migrate-x86_64-v1.2.3'
    expect_output in-sync=true
    # What was cached is run as it is: nothing is installed or fetched.
    rm -r "$RELEASE"
    printf '#!/bin/sh\necho "%s" >>"%s"\nexit 1\n' "\$0" "$PWD/../called" |
        tee ../stubs/curl ../stubs/apt-get ../stubs/dpkg-query >../stubs/make
    chmod +x ../stubs/*
    run_file "$ACTION/ci/action.yml"
    expect_status 0
    expect_no_file ../called
}

test_a_tarball_with_another_checksum_is_refused() {
    command -v curl >/dev/null || skip 'curl is not installed'
    pull_request
    used_by_tag
    echo more >>"$RELEASE/migrate-1.2.3-linux-x86_64.tar.gz"
    run_file "$ACTION/ci/action.yml"
    expect_status 3
    expect_out 'has another checksum'
    expect_no_file ../runner/migrate/program/bin/migrate
}

test_without_its_release_the_action_builds_itself() {
    command -v curl >/dev/null || skip 'curl is not installed'
    pull_request
    used_by_tag
    rm -r "$RELEASE"
    cat >../stubs/make <<STUB
#!/bin/bash
for word; do case \$word in BUILD=*) install -D "$MIGRATE" "\${word#BUILD=}/migrate" ;; esac; done
STUB
    chmod +x ../stubs/make
    run_file "$ACTION/ci/action.yml" input install-only=true
    expect_status 0
    expect_out '::notice title=migrate::'
    expect_file ../runner/migrate/program/bin/migrate
}

test_another_version_is_fetched_from_the_actions_repository() {
    pull_request
    rm .migrate/source
    mkdir .migrate/source
    cp -a "$TOP/ci" .migrate/source/
    git init -q .migrate/source
    git -C .migrate/source remote add origin "$PWD/../published"
    git init -q -b main ../published
    mkdir -p ../published/migrate ../published/ci
    cp "$TOP/ci/deps" "$TOP/ci/generate" ../published/ci/
    touch ../published/Makefile ../published/migrate/main.c
    cp "$TOP/ci/version" ../published/ci/
    git -C ../published add .
    git -C ../published commit -qm release
    git -C ../published tag v9
    run_file .migrate/source/ci/action.yml input version=v9 input install-only=true
    expect_status 0
    expect_file "$RUNNER_TEMP/migrate/source/migrate/main.c"
    run_file .migrate/source/ci/action.yml input version=v10 input install-only=true
    expect_status 2
    expect_out "the action's repository has no v10"
    run_file .migrate/source/ci/action.yml input 'version=--upload-pack=x' input install-only=true
    expect_status 2
    expect_out "is neither a tag nor a commit"
}

test_an_installed_program_is_used() {
    pull_request
    rm -r ../runner/migrate
    action input version=installed
    expect_status 3
    expect_out 'it is not on the PATH'
    ln -s "$MIGRATE" ../stubs/migrate
    action input version=installed
    expect_status 0
    expect_output in-sync=true
}

run_tests

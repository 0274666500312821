#!/usr/bin/env bash
# A change that wants more from `migrate check` than its verdict: nothing runs, nothing is read, the check ends.
. "$(dirname "$0")/../support/cli.sh"

project() {
    mkdir -p schema migrations/20260101000000_one
    echo 'CREATE TABLE pupil (id int);' | tee schema/schema.sql >migrations/20260101000000_one/migration.sql
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
}

# The output without what the runner takes as plain text: what stands between ::stop-commands:: and its long random
# word.
obeyed() {
    awk -v word= '
    word != "" { if ($0 == "::" word "::") word = ""; next }
    /^::stop-commands::[0-9a-f]+$/ && length($0) >= 49 { word = substr($0, 18); next }
    { print }' "$OUT" "$ERR"
}

# No program ran and no terminal or workflow command of the change's is in the output. Status 0 would be praise.
expect_harmless() {
    [ "$STATUS" -ne 0 ] || fail 'expected a complaint'
    [ "$STATUS" -lt 124 ] || fail 'expected an end of its own'
    expect_no_file pwn
    ! LC_ALL=C grep -q $'\033' "$OUT" "$ERR" || fail 'an escape sequence is in the output'
    ! obeyed | grep -qE '^(::(set-output|set-env|add-path|stop-commands|add-mask|save-state)|##\[)' ||
        fail 'a workflow command is in the output'
    ! grep -qF 'root:x:0' "$OUT" "$ERR" || fail 'a file of the machine is in the output'
}

check() {
    last="migrate check $*"
    STATUS=0
    timeout 600 "$MIGRATE" check "$@" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

test_sql_of_a_migration_runs_no_program() {
    project
    echo "COPY pupil FROM PROGRAM 'touch $PWD/pwn; cat /etc/passwd';" >>migrations/20260101000000_one/migration.sql
    check
    expect_harmless
    check --report github
    expect_harmless
}

test_sql_of_the_schema_reads_no_file() {
    project
    cat >>schema/schema.sql <<'SQL'
CREATE TABLE line (text text); COPY line FROM '/etc/passwd';
DO $$BEGIN RAISE EXCEPTION '%', (SELECT string_agg(text, '') FROM line); END$$;
SQL
    check
    expect_harmless
}

test_a_migration_that_is_a_symbolic_link_is_not_followed() {
    project
    mkdir migrations/20260102000000_link
    ln -s /etc/passwd migrations/20260102000000_link/migration.sql
    check
    expect_harmless
}

test_a_folder_of_migrations_that_is_a_symbolic_link_is_not_followed() {
    project
    ln -s /etc migrations/20260102000000_link
    check
    expect_harmless
}

test_a_symbolic_link_in_place_of_the_migrations_is_named() {
    project
    mv migrations elsewhere
    ln -s elsewhere migrations
    migrate check
    expect_status 3
    expect_err 'cannot read the folder migrations: it is a symbolic link, which is not followed;' \
        'project.migrations can name the folder itself'
}

test_a_schema_file_that_is_a_symbolic_link_is_not_followed() {
    project
    ln -s /etc/passwd schema/more.sql
    check
    expect_harmless
}

test_a_pipe_does_not_keep_it_waiting() {
    project
    mkdir migrations/20260102000000_pipe
    mkfifo migrations/20260102000000_pipe/migration.sql
    check
    expect_harmless
}

test_names_are_not_obeyed_by_terminals_or_workflows() {
    project
    printf 'CREATE TABLE "\033]0;owned\007\n::set-output name=x::y\n::add-mask::z" (id int);\n' >>schema/schema.sql
    for report in text github json markdown junit sarif; do
        GITHUB_ACTIONS=true check --report $report
        expect_harmless
    done
}

test_messages_are_not_obeyed_either() {
    project
    cat >>schema/schema.sql <<'SQL'
DO $$BEGIN RAISE EXCEPTION E'\033[2J\n::set-output name=x::y\n::stop-commands::t'; END$$;
SQL
    for report in text github json markdown junit sarif; do
        GITHUB_ACTIONS=true check --report $report
        expect_harmless
    done
}

# $1 raises the code $2 with a message that wants to be a command, at once or in a trigger that is deferred to the end.
raising() {
    local text="E'x\\n::add-path::/tmp/evil\\n ##[add-path]/tmp/evil\\n##vso[task.setvariable variable=x]y'"
    case $1 in
    at-once) echo \
        "DO \$\$BEGIN RAISE EXCEPTION USING ERRCODE = '$2', MESSAGE = $text, DETAIL = $text, HINT = $text; END\$\$;" ;;
    at-commit)
        cat <<SQL
CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS
    \$\$BEGIN RAISE EXCEPTION USING ERRCODE = '$2', MESSAGE = $text, DETAIL = $text, HINT = $text; END\$\$;
CREATE CONSTRAINT TRIGGER evil AFTER INSERT ON pupil DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evil();
INSERT INTO pupil VALUES (1);
SQL
        ;;
    esac
}

# Neither at the beginning of a line nor, where that is enough, within one.
expect_no_command() {
    ! obeyed | grep -qE '^[[:blank:]]*::add-path|##(\[|vso\[)' || fail 'a workflow command is in the output'
}

test_an_error_of_any_code_is_a_finding_and_no_command() {
    project
    mkdir migrations/20260102000000_raise
    for code in 57014 08006 57P01 53100 P0001; do
        raising at-once $code >migrations/20260102000000_raise/migration.sql
        GITHUB_ACTIONS=true check
        expect_status 1
        expect_no_command
        expect_out 'migrations/20260102000000_raise/migration.sql:1:1'
        expect_out "[migration-fails, SQLSTATE $code]"
    done
    for report in github json markdown junit sarif; do
        check --report $report
        expect_no_command
    done
}

test_an_error_at_the_end_of_a_transaction_is_a_finding_with_its_file() {
    project
    mkdir migrations/20260102000000_raise
    for code in 57014 P0001; do
        raising at-commit $code >migrations/20260102000000_raise/migration.sql
        check
        expect_status 1
        expect_no_command
        expect_out 'migrations/20260102000000_raise/migration.sql:4:1: error: at COMMIT: x'
        expect_out "[migration-fails, SQLSTATE $code]"
    done
    migrate diff
    expect_status 2
    expect_no_command
    expect_err 'migrations/20260102000000_raise/migration.sql:4:1: at COMMIT: x'
}

test_what_a_live_database_says_is_no_command() {
    project
    mkdir migrations/20260102000000_raise
    {
        echo "DO \$\$BEGIN RAISE NOTICE E'x\\n::add-path::/tmp/evil'; END\$\$;"
        raising at-commit 57P01
    } >migrations/20260102000000_raise/migration.sql
    rm -r .git
    for format in text json; do
        migrate apply --format $format
        [ "$STATUS" -ne 0 ] || fail 'expected a complaint'
        expect_no_command
    done
    migrate status
    expect_no_command
    rm -r .migrate
}

test_sql_on_standard_output_is_no_command_and_still_runs() {
    project
    printf 'CREATE TABLE "\n::add-path::/tmp/evil" (id int);\n' >>schema/schema.sql
    migrate diff
    cp "$OUT" plain.sql
    GITHUB_ACTIONS=true migrate diff
    expect_no_command
    GITHUB_ACTIONS=true migrate create --stdout x
    expect_no_command
    cp "$OUT" wrapped.sql
    rm -r .git
    for sql in plain wrapped; do
        cp $sql.sql schema/schema.sql
        migrate diff --from schema --to wrapped.sql
        expect_ok
    done
    GITHUB_ACTIONS=true migrate diff --from schema --to plain.sql
    expect_no_out
}

test_hooks_and_filters_of_the_repository_do_not_run() {
    project
    for hook in post-checkout pre-commit post-index-change fsmonitor-watchman; do
        printf '#!/bin/sh\ntouch "%s/pwn"\n' "$PWD" >.git/hooks/$hook
        chmod +x .git/hooks/$hook
    done
    git config core.fsmonitor "touch $PWD/pwn; false"
    git config filter.evil.smudge "touch $PWD/pwn"
    git config filter.evil.clean "touch $PWD/pwn"
    git config diff.evil.textconv "touch $PWD/pwn; cat"
    git config diff.external "touch $PWD/pwn"
    git config core.pager "touch $PWD/pwn"
    git config core.sshCommand "touch $PWD/pwn"
    echo '*.sql filter=evil diff=evil' >.gitattributes
    echo 'ALTER TABLE pupil ADD name text;' >>schema/schema.sql
    check
    expect_harmless
}

test_a_pull_request_does_not_choose_the_programs() {
    project
    mkdir evil
    for program in postgres initdb; do
        printf '#!/bin/sh\ntouch "%s/pwn"\n' "$PWD" >evil/$program
        chmod +x evil/$program
    done
    chmod 777 .
    printf '[scratch]\nbin_dir = %s/evil\n' "$PWD" >migrate.ini
    echo "MIGRATE_SCRATCH_BIN_DIR=$PWD/evil" >.env
    GITHUB_EVENT_NAME=pull_request check --base main
    expect_no_file pwn
    expect_status 0
}

run_tests

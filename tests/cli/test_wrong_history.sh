#!/usr/bin/env bash
# A migrations folder with something wrong in it, also on the base branch: `migrate check` names each thing at its
# place, in every report that was asked for, and what carries migrations out stops at the first with the same words.
. "$(dirname "$0")/../support/cli.sh"

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

migration() { mkdir -p "migrations/$1" && printf '%b\n' "$2" >"migrations/$1/migration.sql"; }

# A repository whose base has a schema and the migration that makes it, and what the function $1 adds; nothing is new.
repository() {
    git init -q -b main
    printf '[project]\nschema = schema\nmigrations = migrations\n' >migrate.ini
    mkdir schema
    echo 'CREATE TABLE t (a int);' >schema/s.sql
    migration 20230912150657_a 'CREATE TABLE t (a int);'
    "$1"
    git add -A
    git commit -qm base
    git checkout -qb work
}

# Both reports hold the finding $1 at line $2 of the file $3.
expect_reported() {
    migrate check --report sarif:out.sarif --report text
    expect_status "${4:-1}"
    expect_no_err
    expect_out "$3:$2"
    expect_out "[$1]"
    python3 - "$1" "$2" "$3" <<'PYTHON' || fail "not in out.sarif: $1 at $3:$2"
import json, sys
code, line, file = sys.argv[1:]
for result in json.load(open("out.sarif"))["runs"][0]["results"]:
    for place in result["locations"]:
        place = place["physicalLocation"]
        if (result["ruleId"] == code and place["artifactLocation"]["uri"] == file
                and place["region"]["startLine"] == int(line.split(":")[0])):
            sys.exit(0)
sys.exit(1)
PYTHON
}

shorter_version() { migration 202310122339_b 'SELECT 1;'; }
test_versions_whose_names_sort_otherwise_are_reported() {
    repository shorter_version
    expect_reported ambiguous-order 1 migrations/202310122339_b/migration.sql
}

late_directive() { migration 20230913000000_b 'SELECT 1;\n-- migrate: no-transaction\nVACUUM t;'; }
test_a_directive_below_a_statement_is_reported() {
    repository late_directive
    expect_reported unreadable 2:1 migrations/20230913000000_b/migration.sql
    migrate diff --from migrations --to empty
    expect_status 2
    expect_err "migrations/20230913000000_b/migration.sql:2:1: '-- migrate: no-transaction'"
}

unknown_directive_in_down() {
    migration 20230913000000_b 'SELECT 1;'
    printf 'SELECT 1;\n-- migrate: no-transactoin\n' >migrations/20230913000000_b/down.sql
}
test_an_unknown_directive_of_a_down_file_is_reported() {
    repository unknown_directive_in_down
    expect_reported unreadable 2:1 migrations/20230913000000_b/down.sql
}

same_version() { migration 20230912150657_c 'SELECT 1;'; }
test_a_version_that_the_base_has_twice_is_reported() {
    repository same_version
    expect_reported duplicate-version 1 migrations/20230912150657_c/migration.sql 0
    expect_out 'warning: 20230912150657_a and 20230912150657_c have the same version'
}

psql_command() { migration 20230913000000_b 'SELECT 1;\n\\copy t from x'; }
test_a_command_of_psql_is_reported() {
    repository psql_command
    expect_reported migration-fails 2:1 migrations/20230913000000_b/migration.sql
    expect_out 'migration.sql:2:1: error: \copy is a command of psql'
}

no_utf8() {
    migration 20230913000000_b ''
    printf 'SELECT 1;\nSELECT \377;\n' >migrations/20230913000000_b/migration.sql
}
test_bytes_that_are_no_text_are_reported() {
    repository no_utf8
    expect_reported unreadable 2:8 migrations/20230913000000_b/migration.sql
}

several() {
    shorter_version
    late_directive
    : >migrations/stray.sql
    mkdir -p migrations/20230914000000_c migrations/20230915000000_d
    : >migrations/20230914000000_c/migration.sql
    ln -s ../20230912150657_a/migration.sql migrations/20230915000000_d/migration.sql
}
test_everything_is_reported_at_once() {
    repository several
    migrate check
    expect_status 1
    for code in ambiguous-order unreadable malformed-name empty-migration symbolic-link; do expect_out "[$code]"; done
    expect_out '5 errors'
    migrate diff --from migrations --to empty
    expect_status 2
    expect_err 'migrations/20230914000000_c/migration.sql:1: the file is empty (0 bytes)'
    expect_err '(the first of 5 problems)'
}

test_neither_a_setting_nor_an_excuse_lets_a_broken_history_pass() {
    repository late_directive
    migration 20230913000000_b \
        '-- migrate: allow unreadable it is fine\nSELECT 1;\n-- migrate: no-transaction\nVACUUM t;'
    git commit -qam 'excused'
    git branch -f main
    migrate check
    expect_status 1
    expect_out '[unreadable]'
    migrate check --fail-on never
    expect_status 1
    migrate explain unreadable
    expect_ok
    expect_no_out 'allow unreadable'
    printf '[check]\nunreadable = off\n' >>migrate.ini
    migrate check
    expect_status 2
    expect_err "unknown key 'unreadable' in [check]"
}

# Files that git compares with the base are read by git as well: those of the base's history are not.
sets_of_files() { for n in 1 2 3; do migration "2023091300000${n}_m" 'SELECT 1;'; done; }
test_a_check_reads_the_migrations_once() {
    command -v strace >/dev/null || skip 'strace is not installed'
    strace -o trace -e trace=openat true 2>/dev/null || skip 'strace may not trace here'
    repository sets_of_files
    touch -d '1 hour ago' migrations/*/*
    git update-index --refresh -q
    # The verdict is remembered, so that no server has to be followed.
    migrate check --base main
    expect_ok
    status=0
    ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o trace -e trace=open,openat "$MIGRATE" check \
        --base main >"$OUT" 2>"$ERR" || status=$?
    [ "$status" -eq 0 ] || fail "check under strace: status $status"
    [ "$(grep -c '"migrations", ' trace)" -eq 1 ] ||
        fail "the folder was opened more than once: $(grep '"migrations", ' trace)"
    [ "$(grep -c 'migration.sql", ' trace)" -eq 4 ] ||
        fail "four files were opened otherwise: $(grep 'migration.sql", ' trace)"
}

run_tests

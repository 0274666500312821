#!/usr/bin/env bash
# Two branches that are fine each by itself: what `migrate check` says of the merge that nobody has made yet.
. "$(dirname "$0")/../support/cli.sh"

# migration LABEL SQL; schema FILE SQL
migration() { mkdir -p "migrations/$1" && printf '%s\n' "$2" >"migrations/$1/migration.sql"; }
schema() { printf '%s\n' "$2" >"schema/$1.sql"; }
commit() { git add -A && git commit -qm change; }

# main has a table; `work` left it there.
project() {
    mkdir -p schema
    git init -q -b main .
    migration 20260101000000_pupil 'CREATE TABLE pupil (id int PRIMARY KEY, name text);'
    schema pupil 'CREATE TABLE pupil (id int PRIMARY KEY, name text);'
    commit
    git branch work
}

on_main() { git checkout -q main; }
on_work() { git checkout -q work; }

# The merge is broken and each branch is not.
expect_broken() {
    expect_status 1
    expect_out 'though both sides agree'
    expect_out '[merge-broken'
    last="git merge main, migrate check"
    git merge -q -m merge main >"$OUT" 2>&1 || fail 'git merges it without a conflict'
    migrate check --base main
    expect_status 1
    git reset -q --hard HEAD^
    on_main
    migrate check --base main
    expect_status 0
}

test_two_branches_that_make_the_same_table_are_broken_together() {
    project
    on_main
    migration 20260102000000_theirs 'CREATE TABLE helper (id int);'
    schema helper 'CREATE TABLE helper (id int);'
    commit
    on_work
    migration 20260103000000_mine $'SELECT 1;\n\nCREATE TABLE helper (id int);'
    schema assistant 'CREATE TABLE helper (id int);'
    commit
    migrate check --base main
    expect_out 'migrations/20260103000000_mine/migration.sql:3:1: error: merged with main, a migration fails:' \
        'relation "helper" already exists [merge-broken, SQLSTATE 42P07]'
    expect_out '    3 | CREATE TABLE helper (id int);'
    expect_out "fix: git merge 'main', and repair what is broken"
    expect_broken
}

test_a_table_that_one_branch_renames_and_the_other_extends_is_broken() {
    project
    on_main
    migration 20260102000000_theirs 'ALTER TABLE pupil RENAME TO learner;'
    git mv schema/pupil.sql schema/learner.sql
    schema learner \
        'CREATE TABLE learner (id int PRIMARY KEY, name text); ALTER INDEX learner_pkey RENAME TO pupil_pkey;'
    commit
    on_work
    migration 20260103000000_mine 'CREATE INDEX pupil_name ON pupil (name);'
    schema z_indexes 'CREATE INDEX pupil_name ON pupil (name);'
    commit
    migrate check --base main
    expect_out 'migrations/20260103000000_mine/migration.sql:1:1: error: merged with main, a migration fails:' \
        'relation "pupil" does not exist'
    expect_broken
}

test_schema_and_migrations_that_differ_only_when_merged_are_named_with_the_missing_sql() {
    project
    on_main
    migration 20260102000000_theirs 'ALTER TABLE pupil ADD email text;'
    schema pupil $'CREATE TABLE pupil (\n    id int PRIMARY KEY,\n    name text,\n\n\n\n    email text\n);'
    commit
    git checkout -q work
    migration 20260103000000_mine 'CREATE TABLE contact (LIKE pupil);'
    schema contact 'CREATE TABLE contact (id int NOT NULL, name text);'
    commit
    migrate check --base main
    expect_out 'error: merged with main, schema and migrations differ in 1 object [merge-broken]'
    expect_out 'ALTER TABLE public.contact DROP COLUMN email;'
    expect_out "fix: git merge 'main', then run \`migrate create NAME\`"
    expect_no_out 'behind-base'
    expect_no_out 'SQL that is missing in the migrations'
    expect_broken
}

test_a_file_of_both_branches_has_the_line_of_the_merged_file() {
    project
    on_main
    schema pupil $'CREATE TYPE mood AS ENUM (\'fine\');\nCREATE TABLE pupil (id int PRIMARY KEY, name text);\n-- end'
    migration 20260102000000_theirs "CREATE TYPE mood AS ENUM ('fine');"
    commit
    git branch -f work
    schema pupil $'CREATE TYPE temper AS ENUM (\'fine\');\nCREATE TABLE pupil (id int PRIMARY KEY, name text);\n-- end'
    migration 20260103000000_theirs 'ALTER TYPE mood RENAME TO temper;'
    commit
    git checkout -q work
    printf '\n\nCREATE TABLE helper (mood mood);\n' >>schema/pupil.sql
    migration 20260104000000_mine 'CREATE TABLE helper (mood temper);'
    sed -i 's/temper/mood/' migrations/20260104000000_mine/migration.sql
    commit
    printf '[check]\nmerge-broken = warning\n' >migrate.ini
    migrate check --base main
    expect_status 0
    expect_out 'warning: merged with main, a migration fails: type "mood" does not exist'
    expect_out 'migrations/20260104000000_mine/migration.sql:1:27'
    migration 20260104000000_mine "DO \$\$BEGIN EXECUTE format('CREATE TABLE helper (mood %s)',
    (SELECT typname FROM pg_type WHERE typname IN ('mood', 'temper'))); END\$\$;"
    migrate check --base main
    expect_out 'schema/pupil.sql: warning: merged with main, the schema fails:' \
        'type "mood" does not exist (line 6 of the merged file) [merge-broken, SQLSTATE 42704]'
}

test_a_merge_that_is_fine_settles_what_was_feared() {
    project
    on_main
    migration 20260102000000_theirs 'ALTER TABLE pupil ADD email text;'
    schema pupil $'CREATE TABLE pupil (\n    id int PRIMARY KEY,\n    name text\n\n\n\n    , email text\n);'
    commit
    on_work
    migration 20260103000000_mine 'ALTER TABLE pupil ADD phone text;'
    schema z_phone 'ALTER TABLE pupil ADD phone text;'
    migrate check --base main
    expect_status 0
    expect_out 'in sync'
    expect_no_out 'merge'
    expect_no_out 'same-object'
    expect_no_out 'behind-base'
}

test_what_is_not_committed_is_merged_too_and_nothing_is_written() {
    project
    on_main
    migration 20260102000000_theirs 'CREATE TABLE helper (id int);'
    schema helper 'CREATE TABLE helper (id int);'
    commit
    on_work
    migration 20260103000000_mine 'CREATE TABLE helper (id int);'
    schema mine 'CREATE TABLE helper (id int);'
    find . -type f -printf '%p %s %T@\n' | sort >"$CLI_DIR/before"
    migrate check --base main
    expect_status 1
    expect_out 'migrations/20260103000000_mine/migration.sql:1:1: error: merged with main'
    find . -type f -printf '%p %s %T@\n' | sort >"$CLI_DIR/after"
    cmp "$CLI_DIR/before" "$CLI_DIR/after"
}

test_a_conflict_is_left_to_git() {
    project
    on_main
    schema pupil 'CREATE TABLE pupil (id int PRIMARY KEY, name text, a int);'
    migration 20260102000000_theirs 'ALTER TABLE pupil ADD a int;'
    commit
    on_work
    schema pupil 'CREATE TABLE pupil (id int PRIMARY KEY, name text, b int);'
    migration 20260103000000_mine 'ALTER TABLE pupil ADD b int;'
    commit
    migrate check --base main
    expect_status 0
    expect_out 'note: git cannot merge this branch with main by itself: schema/pupil.sql conflicts [merge-conflict]'
    expect_out 'same-object'
    expect_no_out 'merge-broken'
}

test_a_version_that_both_branches_gave_is_said_once() {
    project
    on_main
    migration 20260102000000_theirs 'CREATE TABLE a ();'
    schema a 'CREATE TABLE a ();'
    commit
    on_work
    migration 20260102000000_mine 'CREATE TABLE b ();'
    schema b 'CREATE TABLE b ();'
    migrate check --base main
    expect_status 1
    expect_out '[duplicate-version]'
    expect_no_out '[merge-broken]'
}

test_a_merge_commit_as_github_checks_it_out_leaves_nothing_to_merge() {
    project
    on_main
    migration 20260102000000_theirs 'CREATE TABLE helper (id int);'
    schema helper 'CREATE TABLE helper (id int);'
    commit
    on_work
    migration 20260103000000_mine 'CREATE TABLE helper (id int);'
    schema mine 'CREATE TABLE helper (id int);'
    commit
    git checkout -q --detach main
    git merge -q -m merge work
    migrate check --base main
    expect_status 1
    expect_out '[migration-fails, SQLSTATE 42P07]'
    expect_no_out 'merge-broken'
}

test_a_branch_that_touches_neither_is_not_blamed_for_a_broken_base() {
    project
    on_main
    schema pupil 'CREATE TABLE pupil (id int PRIMARY KEY);'
    commit
    on_work
    echo text >readme
    commit
    migrate check --base main
    expect_status 0
    expect_no_out 'merge'
    migration 20260103000000_mine 'CREATE TABLE helper ();'
    schema helper 'CREATE TABLE helper ();'
    migrate check --base main
    expect_status 1
    expect_out '[merge-broken]'
    expect_out 'main is broken without this branch, too'
}

test_the_rule_can_be_turned_off_and_explained() {
    project
    on_main
    migration 20260102000000_theirs 'CREATE TABLE helper (id int);'
    schema helper 'CREATE TABLE helper (id int);'
    commit
    on_work
    migration 20260103000000_mine 'CREATE TABLE helper (id int);'
    schema mine 'CREATE TABLE helper (id int);'
    printf '[check]\nmerge-broken = off\n' >migrate.ini
    migrate check --base main
    expect_status 0
    migrate explain merge-broken
    expect_out 'The merge is made in memory'
}

# A repository that libgit2 does not read, in which both branches make the same table.
sha256_project() {
    git init -q --object-format=sha256 -b main . 2>/dev/null || skip 'this git knows no sha256'
    project 2>/dev/null
    on_main
    schema helper 'CREATE TABLE helper (id int);'
    migration 20260102000000_theirs 'CREATE TABLE helper (id int);'
    commit
    on_work
    schema mine 'CREATE TABLE helper (id int);'
    migration 20260103000000_mine 'CREATE TABLE helper (id int);'
}

test_a_repository_that_only_the_git_program_reads_is_merged_by_it() {
    sha256_project
    git merge-tree --write-tree main main >/dev/null 2>&1 || skip 'this git cannot merge without a work tree'
    migrate check --base main
    expect_status 1
    expect_out 'migrations/20260103000000_mine/migration.sql:1:1: error: merged with main, a migration fails:' \
        'relation "helper" already exists [merge-broken'
    [ "$(git status --porcelain | wc -l)" = 2 ]
}

test_a_merge_that_cannot_be_made_is_said_to_be_unchecked() {
    sha256_project
    mkdir "$CLI_DIR/old"
    cat >"$CLI_DIR/old/git" <<STUB
#!/bin/sh
case " \$* " in *" merge-tree "*) echo "usage: git merge-tree" >&2; exit 129 ;; esac
exec $(command -v git) "\$@"
STUB
    chmod +x "$CLI_DIR/old/git"
    PATH=$CLI_DIR/old:$PATH migrate check --base main
    expect_status 0
    expect_out 'warning: what the merge with main would make of this branch was not checked [merge-unchecked]'
    expect_out 'install git 2.38 or later'
    expect_out 'behind-base'
}

run_tests

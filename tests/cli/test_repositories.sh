#!/usr/bin/env bash
# `migrate check` in every shape of repository: the exact finding, or silence. In each, the branch `change` adds a
# migration to what main has, and `edit` spoils one that is merged.
. "$(dirname "$0")/../support/cli.sh"

# A configuration of its own: what the variable names otherwise (the runner says /dev/null) would be replaced by `git
# config`.
export GIT_CONFIG_GLOBAL=$CLI_DIR/.gitconfig GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
cat >"$GIT_CONFIG_GLOBAL" <<'INI'
[init]
defaultBranch = main
[protocol "file"]
allow = always
[advice]
detachedHead = false
INI
ONE=migrations/20260101000000_one/migration.sql

migration() { mkdir -p "migrations/$1" && printf '%s\n' "$2" >"migrations/$1/migration.sql"; }
commit() { git add -A && git commit -qm "${1:-change}"; }

# The files of main.
files() {
    mkdir -p schema
    echo 'CREATE TABLE pupil (id int);' >schema/pupil.sql
    migration 20260101000000_one 'CREATE TABLE pupil (id int);'
}

# What the branch adds to them.
change() {
    echo 'CREATE TABLE helper (id int);' >schema/helper.sql
    migration 20260103000000_mine 'CREATE TABLE helper (id int);'
}

# What was merged into main since.
advance() {
    echo 'CREATE TABLE course (id int);' >schema/course.sql
    migration 20260102000000_theirs 'CREATE TABLE course (id int);'
}

edit() { echo 'SELECT 1; -- edited' >>$ONE; }

# A repository in the folder $1, with the branches main and change; change is checked out.
repository() {
    git init -q "$@"
    cd "${!#}"
    files
    commit base
    git checkout -qb change
    change
    commit
}

# Nothing is found; and what was edited is found where it is.
expect_rules_hold() {
    migrate check --base "${1:-main}"
    expect_ok
    expect_no_out '['
    edit
    migrate check --base "${1:-main}"
    expect_status 1
    expect_out "$ONE:2: error: 20260101000000_one is on ${1:-main} already and was edited [merged-edited]"
    expect_out 'failed, 1 error, though both sides agree ('
}

test_a_plain_repository() {
    repository r
    expect_rules_hold
}

test_uncommitted_files_are_checked_as_they_are() {
    git init -q r
    cd r
    files
    commit
    change
    migrate check --base main
    expect_ok
    expect_no_out '['
    rm schema/helper.sql
    migrate check --base main
    expect_status 1
    expect_out '[out-of-sync]'
    git add .
    git rm -q --cached $ONE
    rm $ONE
    migrate check --base main
    expect_out "$ONE: error: 20260101000000_one, which is on main already, was deleted [merged-deleted]"
}

test_a_shallow_clone_says_what_to_fetch() {
    repository origin
    cd ..
    git clone -q --depth 1 --no-single-branch "file://$PWD/origin" clone
    cd clone
    git checkout -q change
    migrate check --base origin/main
    expect_status 1
    expect_out 'error: the clone is shallow and lacks what is needed to compare,' \
        'so rules about merged migrations were skipped [shallow-clone]'
    expect_out 'set fetch-depth: 0 for actions/checkout'
    expect_out 'failed, 1 error, though both sides agree'
    git fetch -q --unshallow
    expect_rules_hold origin/main
}

test_a_shallow_clone_of_one_branch_as_the_action_makes_it() {
    repository origin
    cd ..
    git clone -q --depth 1 -b change "file://$PWD/origin" clone
    cd clone
    GITHUB_BASE_REF=main migrate check
    expect_status 1
    expect_out '[shallow-clone]'
    expect_out 'origin/main was not fetched'
    expect_out 'fetch-depth: 0'
}

test_a_detached_head() {
    repository r
    git checkout -q --detach
    expect_rules_hold
}

test_a_worktree_of_another_repository() {
    repository r
    git checkout -q main
    git worktree add -q ../worktree change
    cd ../worktree
    expect_rules_hold
    git checkout -q .
    (cd ../r && advance && commit)
    migrate check --base main
    expect_ok
    expect_no_out '['
}

test_a_submodule_is_a_repository_of_its_own() {
    repository library
    cd ..
    git init -q parent
    cd parent
    git submodule --quiet add -b main "$PWD/../library" db
    commit
    cd db
    git checkout -q change
    expect_rules_hold origin/main
    migrate -C .. check
    expect_status 2
}

test_a_repository_that_borrows_its_objects() {
    repository origin
    cd ..
    git clone -q --shared origin clone
    cd clone
    git checkout -q change
    expect_rules_hold origin/main
}

test_a_partial_clone_fetches_nothing_and_says_how_to() {
    repository origin
    git checkout -q main
    advance
    commit
    git config uploadpack.allowFilter true
    cd ..
    git clone -q --filter=blob:none -b change "file://$PWD/origin" clone
    mv origin elsewhere
    cd clone
    git config remote.origin.uploadpack "touch $CLI_DIR/pwn; git-upload-pack"
    STATUS=0
    timeout 600 "$MIGRATE" check --base origin/main >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
    last='migrate check'
    expect_status 1
    expect_out 'error: the git repository cannot be read,' \
        'so rules about merged migrations were skipped [unreadable-repository]'
    expect_out 'is partial and lacks some of "migrations" as of commit'
    expect_out 'git -C'
    expect_out 'failed, 1 error, though both sides agree'
    expect_no_file "$CLI_DIR/pwn"
    cd ..
    mv elsewhere origin
    cd clone
    git config --unset remote.origin.uploadpack
    git log -p origin/main >/dev/null
    mv ../origin ../elsewhere
    expect_rules_hold origin/main
}

test_a_partial_clone_that_has_what_is_needed() {
    repository origin
    git config uploadpack.allowFilter true
    cd ..
    git clone -q --filter=blob:none -b change "file://$PWD/origin" clone
    mv origin elsewhere
    cd clone
    expect_rules_hold origin/main
}

test_a_format_that_only_the_git_program_reads() {
    git init -q --object-format=sha256 try 2>/dev/null || skip 'this git knows no sha256'
    repository --object-format=sha256 r
    expect_rules_hold
}

test_a_foreign_owner_is_explained() {
    [ "$(id -u)" = 0 ] || skip 'only root can give files away'
    repository r
    git checkout -q main
    advance
    commit
    git checkout -q change
    chown -R 65534 ../r
    migrate check --base main
    expect_status 1
    expect_out '[unreadable-repository]'
    expect_out 'belongs to another user'
    expect_out "git config --global --add safe.directory '$PWD'"
    expect_out 'failed, 1 error, though both sides agree'
    git config --global --add safe.directory "$PWD"
    expect_rules_hold
    git config --global --unset-all safe.directory
}

test_no_repository_is_said_and_the_rest_is_checked() {
    files
    migrate check
    expect_ok
    expect_out 'note: the migrations are not in a git repository,' \
        'so rules about merged migrations were skipped [no-repository]'
    expect_out 'in sync, 1 note'
}

test_a_repository_without_a_commit() {
    git init -q .
    files
    migrate check
    expect_ok
    expect_out \
        'note: the git repository has no commit yet, so rules about merged migrations were skipped [no-repository]'
    expect_out 'in sync, 1 note'
}

test_a_repository_without_a_base() {
    repository r
    git branch -qm main trunk
    migrate check
    expect_ok
    expect_out 'note: no base branch is known, so rules about merged migrations were skipped [no-base]'
    migrate check --base nothing
    expect_status 2
    expect_err '"nothing" names no commit'
}

test_branches_without_a_common_commit() {
    repository r
    git checkout -q --orphan other
    commit
    migrate check --base main
    expect_status 1
    expect_out 'error: this branch and its base have no common commit,' \
        'so rules about merged migrations were skipped [unrelated-base]'
}

test_a_damaged_repository() {
    repository r
    rm -r .git/objects/??
    migrate check --base main
    [ "$STATUS" -eq 1 ] || expect_status 2
    expect_no_out 'in sync, 0'
    expect_no_out 'in sync ('
}

test_variables_of_another_repository_are_not_obeyed() {
    git init -q other
    repository r
    export GIT_DIR=$PWD/../other/.git GIT_WORK_TREE=$PWD/../other GIT_INDEX_FILE=$PWD/../other/.git/index
    expect_rules_hold
}

test_a_project_in_a_folder_of_the_repository() {
    git init -q r
    mkdir r/db
    cd r/db
    files
    commit base
    git checkout -qb change
    change
    commit
    expect_rules_hold
    cd ..
    migrate -C db check --base main
    expect_status 1
    expect_out "$ONE:2: error: 20260101000000_one is on main already and was edited"
}

test_a_migrations_folder_outside_of_the_repository() {
    files
    mkdir r
    mv schema r
    cd r
    git init -q .
    commit
    printf '[project]\nmigrations = ../migrations\n' >migrate.ini
    migrate check --base main
    expect_ok
    expect_out 'note: the migrations are not in a git repository'
    expect_out 'lies outside of the git repository'
}

run_tests

#!/usr/bin/env bash
# Which branch a change is held against, in a clone of a repository with the branches main and change.
. "$(dirname "$0")/../support/cli.sh"

export GIT_CONFIG_GLOBAL=$CLI_DIR/.gitconfig GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
printf '[init]\ndefaultBranch = main\n[push]\ndefault = current\n' >"$GIT_CONFIG_GLOBAL"
ONE=migrations/20260101000000_one/migration.sql

migration() { mkdir -p "migrations/$1" && printf '%s\n' "$2" >"migrations/$1/migration.sql"; }
commit() { git add -A && git commit -qm "${1:-change}"; }

# main is called $1 there; `change` adds a table, and is checked out in the clone and pushed.
clone() {
    git init -q -b "${1:-main}" origin
    cd origin
    mkdir schema
    echo 'CREATE TABLE pupil (id int);' >schema/pupil.sql
    migration 20260101000000_one 'CREATE TABLE pupil (id int);'
    commit base
    cd ..
    git clone -q origin clone
    cd clone
    git checkout -qb change
    echo 'CREATE TABLE helper (id int);' >schema/helper.sql
    migration 20260103000000_mine 'CREATE TABLE helper (id int);'
    commit
    git push -q -u origin change
}

expect_edited() {
    expect_status 1
    expect_out "$ONE:2: error: 20260101000000_one is on $1 already and was edited [merged-edited]"
}

test_a_pushed_branch_is_not_its_own_base() {
    clone
    echo 'SELECT 1; -- edited' >>$ONE
    commit
    git push -q
    migrate check
    expect_edited origin/main
    # A plain clone in which the branch is checked out.
    git clone -q ../origin ../another
    cd ../another
    git checkout -q change
    migrate check
    expect_edited origin/main
}

test_a_pushed_migration_may_be_made_again() {
    clone
    git rm -qr migrations/20260103000000_mine
    migration 20260104000000_mine 'CREATE TABLE helper (id int);'
    commit
    git push -q
    migrate check
    expect_ok
    expect_no_out '['
}

test_on_the_base_branch_the_remotes_is_the_base() {
    clone
    git checkout -q main
    echo 'SELECT 1; -- edited' >>$ONE
    commit
    migrate check
    expect_edited origin/main
}

test_the_configured_base_counts() {
    clone
    git push -q origin main:release
    git fetch -q
    echo 'SELECT 1; -- edited' >>$ONE
    printf '[check]\nbase = release\n' >migrate.ini
    migrate check
    expect_edited origin/release
    migrate rebase
    expect_out 'origin/release'
    migrate config check.base
    expect_out release
}

test_without_a_base_the_advice_helps() {
    clone trunk
    git remote set-head origin -d
    echo 'SELECT 1; -- edited' >>$ONE
    migrate check
    expect_status 0
    expect_out 'warning: no base branch is known, so rules about merged migrations were skipped [no-base]'
    expect_out 'git remote set-head origin --auto'
    migrate check --base trunk
    expect_edited trunk
    git fetch -q origin
    git remote set-head origin --auto >/dev/null
    migrate check
    expect_edited origin/trunk
    git remote set-head origin -d
    printf '[check]\nbase = trunk\n' >migrate.ini
    migrate check
    expect_edited origin/trunk
}

test_a_change_does_not_choose_its_base() {
    clone
    echo 'SELECT 1; -- edited' >>$ONE
    printf '[check]\nbase = change\n' >migrate.ini
    commit
    git push -q
    GITHUB_EVENT_NAME=pull_request migrate check
    expect_status 0
    expect_out \
        'warning: no trusted source names the base branch, so rules about merged migrations were skipped [no-base]'
    expect_out 'migrate check --base origin/main'
    GITHUB_EVENT_NAME=pull_request migrate check --base origin/main
    expect_edited origin/main
    GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main migrate check
    expect_edited origin/main
}

test_a_tag_does_not_win_over_the_branch_of_its_name() {
    clone
    echo 'SELECT 1; -- edited' >>$ONE
    commit
    git tag main
    git tag origin/main
    migrate check --base main
    expect_edited main
    migrate check --base origin/main
    expect_edited origin/main
    GITHUB_BASE_REF=main migrate check
    expect_edited origin/main
}

run_tests

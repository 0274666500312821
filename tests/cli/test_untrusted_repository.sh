#!/usr/bin/env bash
# A pull request that wants to decide which repository, which folder and which branch it is held against.
. "$(dirname "$0")/../support/cli.sh"

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

commit() { git add -A && git commit -qm "${1:-change}"; }

# The checkout `c` of a repository whose main has a project in the folder $1; the branch `change` is checked out.
checkout() {
    git init -q origin
    mkdir -p "origin/$1/schema" "origin/$1/$(dirname $ONE)"
    echo 'CREATE TABLE pupil (id int);' | tee "origin/$1/schema/pupil.sql" >"origin/$1/$ONE"
    printf '[project]\n' >"origin/$1/migrate.ini"
    (cd origin && commit base)
    git clone -q origin c
    cd c
    git checkout -qb change
}

# Programs that leave a mark in the folder $1, which the migrate.ini of the repository `evil` names.
evil() {
    mkdir "$1"
    for program in postgres initdb pg_config; do
        printf '#!/bin/sh\ntouch "%s/pwn"\nexit 1\n' "$CLI_DIR" >"$1/$program"
    done
    chmod 755 "$1"/*
    rm -f "$CLI_DIR/pwn"
    git init -q ../evil
    printf '[scratch]\nbin_dir = %s\n' "$PWD/$1" >../evil/migrate.ini
    mkdir -p ../evil/schema "../evil/$(dirname $ONE)"
    echo 'CREATE TABLE pupil (id int);' | tee ../evil/schema/pupil.sql >"../evil/$ONE"
    (cd ../evil && commit evil && git update-ref refs/remotes/origin/main HEAD)
}

check() {
    STATUS=0
    last="migrate $* as ${USER_ID:-itself}"
    GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main timeout 120 "${AS[@]}" "$MIGRATE" \
        "$@" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

# Runs the rest once more as an ordinary user, where the suite runs as root.
AS=()
as_ordinary_user() {
    [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || return 1
    chmod 755 "$CLI_DIR"
    chown -R 65534:65534 "$CLI_DIR"
    AS=(env HOME="$CLI_DIR" XDG_CACHE_HOME="$CLI_DIR/.cache" setpriv --reuid=65534 --regid=65534 --clear-groups)
    "${AS[@]}" test -x "$MIGRATE" && "${AS[@]}" test -w .
}

test_a_bare_repository_in_the_projects_folder_decides_nothing() {
    checkout db
    evil db/bin
    cp -r ../evil/.git/{HEAD,objects,refs} db/
    printf '[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n' >db/config
    echo 'SELECT 1; -- edited' >>db/$ONE
    commit
    check -C db check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out "$ONE:2: error: 20260101000000_one is on origin/main already and was edited [merged-edited]"
    as_ordinary_user || return 0
    check -C db check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out '[merged-edited]'
}

test_a_bare_repository_at_the_top_is_not_taken_for_the_repository() {
    checkout .
    evil bin
    cp -r ../evil/.git/{HEAD,objects,refs,config} .
    echo 'SELECT 1; -- edited' >>$ONE
    commit
    check check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out '[merged-edited]'
    # Not even where nothing else is left to read.
    echo x >.git/HEAD
    check check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out '[unreadable-repository]'
}

# Runs the command that a finding's fix names.
follow_fix() {
    local fix
    fix=$(sed -n 's/^ *fix: put the folder itself there: //p' "$OUT")
    [ -n "$fix" ] || fail 'expected a fix'
    (eval "$fix")
}

expect_linked() {
    expect_status 1
    expect_out 'error: a symbolic link of the repository leads to the project,' \
        'so rules about merged migrations were skipped [linked-path]'
    expect_out "$1 is a symbolic link to $2"
}

test_a_project_behind_a_link_is_not_in_sync() {
    checkout db
    git mv db other
    ln -s other db
    echo 'SELECT 1; -- edited' >>other/$ONE
    commit
    check -C db check
    expect_linked db other
    # Nothing says which way the working directory was gone to.
    (cd -P db && check check && expect_linked db other)
    check -C . check --config db/migrate.ini
    expect_linked db other
    # Nor on one's own machine.
    migrate -C db check
    expect_linked db other
    follow_fix
    check -C db check
    expect_status 1
    expect_out "$ONE:2: error: 20260101000000_one is on origin/main already and was edited [merged-edited]"
}

test_a_schema_behind_a_link_is_not_in_sync() {
    checkout .
    git mv schema other
    ln -s other schema
    echo 'SELECT 1; -- edited' >>$ONE
    check check
    expect_linked schema other
    migrate check
    expect_linked schema other
    follow_fix
    check check
    expect_status 1
    expect_out '[merged-edited]'
}

test_migrations_behind_a_link_are_refused() {
    checkout .
    git mv migrations other
    ln -s other migrations
    echo 'SELECT 1; -- edited' >>$ONE
    check check
    expect_status 3
    expect_err 'cannot read the folder migrations: it is a symbolic link, which is not followed'
}

test_a_link_that_the_base_branch_has_as_well() {
    checkout db
    git checkout -q main
    ln -s db latest
    commit
    git push -q origin HEAD:refs/heads/linked
    git checkout -qb another
    echo 'SELECT 1; -- edited' >>db/$ONE
    migrate -C latest check --base origin/linked
    expect_status 1
    expect_out '[merged-edited]'
    check -C latest check --base origin/linked
    expect_linked latest db
    check -C db check --base origin/linked
    expect_status 1
    expect_out '[merged-edited]'
    ln -sfn ../c/db latest
    commit
    migrate -C latest check --base origin/linked
    expect_linked latest ../c/db
}

test_a_link_above_the_top_is_the_machines() {
    checkout db
    ln -s c ../machine
    ln -s c/db ../within
    for way in ../machine/db ../within; do
        check -C $way check
        expect_status 0
        expect_no_out 'linked-path'
    done
}

test_a_link_out_of_the_repository_is_an_error() {
    checkout db
    evil bin
    mv db/schema db/migrations ..
    rm -r db
    for place in ../evil ..; do
        ln -sfn $place db
        check -C db check
        expect_no_file "$CLI_DIR/pwn"
        expect_status 1
        expect_out "error: "
        expect_out 'so rules about merged migrations were skipped ['
    done
    expect_out '[no-repository]'
    # Where nothing says which way the working directory was gone to.
    export GITHUB_WORKSPACE=$PWD
    cd ../evil
    check check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out '[nested-repository]'
}

test_a_submodule_decides_nothing() {
    checkout db
    evil bin
    git rm -qr db
    commit
    git submodule --quiet add "$PWD/../evil" db
    commit
    check -C db check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out 'error: the project lies in more than one repository,' \
        'so rules about merged migrations were skipped [nested-repository]'
    expect_err 'is another repository than'
    migrate -C db check --base origin/main
    expect_no_out 'nested-repository'
}

test_a_repository_that_was_unpacked_decides_nothing() {
    checkout db
    evil bin
    cp -r ../evil/.git innards
    echo 'gitdir: ../innards' >db/.git
    check -C db check
    expect_no_file "$CLI_DIR/pwn"
    expect_status 1
    expect_out '[nested-repository]'
}

test_a_submodule_in_the_migrations_decides_nothing() {
    git init -q -b main sub
    mkdir sub/inner
    echo 'CREATE TABLE z (a integer);' >sub/migration.sql
    (cd sub && git add . && git commit -qm one)
    git init -q -b main work && cd work
    mkdir -p migrations schema
    git -c protocol.file.allow=always submodule --quiet add ../sub migrations/20260101000000_z
    echo 'CREATE TABLE z (a integer);' >schema/schema.sql
    git add . && git commit -qm base
    git checkout -qb change
    echo 'CREATE TABLE z (a bigint);' >migrations/20260101000000_z/migration.sql
    echo 'CREATE TABLE z (a bigint);' >schema/schema.sql
    migrate check --untrusted --base main
    expect_status 1
    expect_out 'error: the project lies in more than one repository'
    expect_out '[nested-repository]'
    expect_out 'take submodules out of the schema and the migrations'
    migrate check --base main
    expect_ok
    expect_out 'warning: another repository is in the migrations folder'
    expect_out '[nested-repository]'
    git rm -q --cached migrations/20260101000000_z
    rm migrations/20260101000000_z/.git
    git add . && git commit -qm files
    for trust in --untrusted --trusted; do
        migrate check $trust --base main
        expect_no_out 'nested-repository'
    done
}

test_a_migrations_folder_may_be_the_top_of_its_repository() {
    mkdir -p project/schema project/migrations/20260101000000_a
    cd project/migrations
    echo 'CREATE TABLE a (b integer);' | tee ../schema/schema.sql >20260101000000_a/migration.sql
    printf '[project]\nmigrations = .\nschema = schema\n' >migrate.ini
    mv ../schema .
    git init -q -b main . && git add . && git commit -qm base && git checkout -qb change
    for trust in --untrusted --trusted; do
        migrate check $trust --base main
        expect_no_out 'nested-repository'
    done
}

run_tests

#!/usr/bin/env bash
# The hooks for git, run by git.
. "$(dirname "$0")/../support/cli.sh"

# A project whose repository has the hooks, and migrate on the PATH.
project() {
    mkdir -p ../bin schema migrations/20260101000000_one
    ln -sf "$MIGRATE" ../bin/migrate
    export PATH=$CLI_DIR/bin:$PATH XDG_CACHE_HOME=$CLI_DIR/cache
    git init -q -b main .
    echo 'CREATE TABLE pupil (id int);' | tee schema/schema.sql >migrations/20260101000000_one/migration.sql
    git config core.hooksPath "$TOP/ci/hooks"
    run git add .
    run git commit -qm base
    expect_status 0
}

run() {
    last="$*"
    STATUS=0
    "$@" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

# A branch from main: a migration $1 of the SQL $2, and a file of the schema $3 that says $4.
branch() {
    git checkout -qb "${1#*_}" main
    mkdir "migrations/$1"
    echo "$2" >"migrations/$1/migration.sql"
    echo "$4" >"schema/$3"
    run git add .
    run git commit -qm "$1"
    expect_status 0
    expect_err 'in sync'
}

test_a_commit_in_step_is_made() {
    project
    expect_err 'in sync'
    branch 20260102000000_helper 'CREATE TABLE helper (id int);' helper.sql 'CREATE TABLE helper (id int);'
    [ "$(git rev-list --count HEAD)" = 2 ]
}

test_a_commit_out_of_step_is_refused() {
    project
    echo 'ALTER TABLE pupil ADD name text;' >>schema/schema.sql
    run git commit -qam change
    expect_status 1
    expect_err 'ADD COLUMN name text'
    [ "$(git rev-list --count HEAD)" = 1 ]
    run git commit -qam change --no-verify
    expect_status 0
}

test_a_commit_of_other_files_is_let_through_at_once() {
    project
    echo 'ALTER TABLE pupil ADD name text;' >>schema/schema.sql
    echo text >README
    git add README
    run git commit -qm readme
    expect_status 0
    expect_no_err sync
}

test_changes_that_the_commit_leaves_out_are_named() {
    project
    echo '-- a word' >>schema/schema.sql
    git add schema
    echo '-- another' >>schema/schema.sql
    run git commit -qm change
    expect_status 0
    expect_err 'changes that this commit leaves out'
}

test_a_project_in_a_folder_is_found_by_the_configuration() {
    mkdir -p backend
    cd backend
    mkdir -p "$CLI_DIR/bin"
    ln -sf "$MIGRATE" "$CLI_DIR/bin/migrate"
    export PATH=$CLI_DIR/bin:$PATH
    git init -q -b main ..
    printf '[project]\nschema = db/wanted.sql\n' >migrate.ini
    mkdir -p db migrations
    echo 'CREATE TABLE pupil (id int);' >db/wanted.sql
    git config core.hooksPath "$TOP/ci/hooks"
    git config migrate.directory backend
    git add .
    run git commit -qm base
    expect_status 1
    expect_err 'CREATE TABLE public.pupil'
}

test_a_merge_is_checked_and_new_migrations_are_named() {
    project
    branch 20260102000000_helper 'CREATE TABLE helper (id int);' helper.sql 'CREATE TABLE helper (id int);'
    branch 20260103000000_course 'CREATE TABLE course (id int);' course.sql 'CREATE TABLE course (id int);'
    run git merge -q --no-edit helper
    expect_status 0
    expect_err 'in sync'
    expect_err "there are new migrations; 'migrate apply'"
}

test_a_merge_that_is_clean_in_git_and_broken_in_effect_is_said_to_be() {
    project
    branch 20260102000000_student 'DROP TABLE pupil; CREATE TABLE student (id int);' schema.sql \
        'CREATE TABLE student (id int);'
    branch 20260103000000_list 'CREATE VIEW list AS SELECT id FROM pupil;' zlist.sql \
        'CREATE VIEW list AS SELECT id FROM pupil;'
    run git merge -q --no-edit student
    expect_status 0
    expect_err 'schema-fails'
    expect_err 'migration-fails'
    expect_err 'post-merge: the merge is done; repair it'
}

test_without_the_program_nothing_is_stopped() {
    project
    rm ../bin/migrate
    echo 'ALTER TABLE pupil ADD name text;' >>schema/schema.sql
    run env PATH=/usr/bin:/bin git commit -qam change
    expect_status 0
    expect_err 'migrate is not on the PATH'
}

run_tests

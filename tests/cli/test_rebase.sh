#!/usr/bin/env bash
# New versions for migrations that are not merged yet.
. "$(dirname "$0")/../support/cli.sh"

put() {
    mkdir -p "migrations/$1"
    echo "${2:-SELECT 1;}" >"migrations/$1/migration.sql"
}

# A branch `main` with one migration, and a branch `work` that leaves it.
start() {
    git init -q -b main
    put 20240101000000_first
    commit
    git checkout -q -b work
}
commit() {
    git add -A
    git commit -q -m c
}
listing() { (cd migrations && echo *); }

test_new_migrations_move_behind_the_newest_merged_one_in_their_order() {
    start
    put 20230101000000_a 'SELECT 1;'
    put 20240102000000_b 'SELECT 2;'
    echo 'SELECT 3;' >migrations/20240102000000_b/down.sql
    commit
    git checkout -q main
    put 20990101000000_theirs
    commit
    git checkout -q work
    migrate rebase --base main
    expect_ok
    expect_out 'renamed migrations/20230101000000_a to migrations/20990101000001_a'
    expect_out 'renamed migrations/20240102000000_b to migrations/20990101000002_b'
    [ "$(listing)" = '20240101000000_first 20990101000001_a 20990101000002_b' ]
    expect_text migrations/20990101000001_a/migration.sql 'SELECT 1;'
    expect_text migrations/20990101000002_b/migration.sql 'SELECT 2;'
    expect_text migrations/20990101000002_b/down.sql 'SELECT 3;'
    git merge -q main -m merged
    migrate rebase --base main
    expect_ok
    expect_out 'nothing to do: what is new comes after 20990101000000_theirs, the newest on main'
}

test_a_version_without_a_name_moves_and_stays_without() {
    start
    put 20230101000000
    put 20230101000000_b 'SELECT 2;'
    commit
    migrate rebase --base main
    expect_ok
    expect_out 'renamed migrations/20230101000000 to migrations/2'
    [ "$(listing | tr -d 0-9)" = '_first  _b' ]
}

test_the_time_is_now_when_nothing_later_is_merged() {
    start
    put 20240101000000_same
    before=$(date -u +%Y%m%d%H%M%S)
    migrate rebase --base main
    expect_ok
    after=$(date -u +%Y%m%d%H%M%S)
    new=$(cd migrations && echo *_same)
    [ "${new%_same}" -ge "$before" ] && [ "${new%_same}" -le "$after" ]
}

test_nothing_moves_when_all_is_well() {
    start
    put 20240102000000_b
    migrate rebase --base main
    expect_ok
    expect_out 'nothing to do'
    [ "$(listing)" = '20240101000000_first 20240102000000_b' ]
    rm -r migrations/20240102000000_b
    migrate rebase --base main
    expect_out 'nothing to do: every migration is on main'
}

test_a_dry_run_only_says_it() {
    start
    put 20230101000000_a
    migrate rebase --base main --dry-run
    expect_ok
    expect_out 'would rename migrations/20230101000000_a'
    [ "$(listing)" = '20230101000000_a 20240101000000_first' ]
}

test_two_new_ones_of_one_version_get_different_versions() {
    start
    put 20990101000000_a
    put 20990101000000_b
    migrate rebase --base main
    expect_ok
    [ "$(ls migrations | cut -c1-14 | sort | uniq -d)" = '' ]
    ls migrations | sed 's/^[0-9]*_//' | tr '\n' ' ' | grep -q '^first a b $'
}

test_counted_versions_go_on_counting() {
    git init -q -b main
    mkdir migrations
    echo 'SELECT 1;' >migrations/0009_first.up.sql
    commit
    git checkout -q -b work
    echo 'SELECT 2;' >migrations/0009_b.up.sql
    echo 'SELECT 3;' >migrations/0009_b.down.sql
    migrate rebase --base main
    expect_ok
    [ "$(listing)" = '0009_first.up.sql 0010_b.down.sql 0010_b.up.sql' ]
}

test_what_is_merged_never_moves() {
    start
    git checkout -q main
    put 20230101000000_odd
    commit
    git checkout -q -b later
    put 20230601000000_mine
    migrate rebase --base main
    expect_ok
    expect_file migrations/20230101000000_odd/migration.sql
    expect_no_file migrations/20230601000000_mine
}

test_without_a_repository_or_a_base_nothing_is_guessed() {
    put 20240101000000_a
    migrate rebase
    expect_status 3
    expect_err 'the migrations are not in a git repository'
    git init -q -b trunk
    commit
    migrate rebase
    expect_status 3
    expect_err 'no base branch is known'
    migrate rebase --base nothing
    expect_status 2
    expect_err 'names no commit'
}

test_a_project_in_another_folder_is_rebased_from_there() {
    start
    mkdir db
    git mv migrations db
    printf '[project]\n' >db/migrate.ini
    commit
    git branch -q -f main
    mkdir -p db/migrations/20230101000000_a
    echo 'SELECT 1;' >db/migrations/20230101000000_a/migration.sql
    migrate -C db rebase --base main
    expect_ok
    expect_out 'renamed migrations/20230101000000_a'
    expect_no_file db/migrations/20230101000000_a
}

run_tests

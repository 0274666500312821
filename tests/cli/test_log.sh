#!/usr/bin/env bash
# log and blame: which migration did what to an object, and who wrote it.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/past.sh"

test_one_is_told_who_made_a_column_nullable_and_why() {
    history
    migrate blame people
    expect_ok
    expect_out '20240102000000_no_mail      not_null: none, was NOT NULL'
    expect_out '20240103000000_people       renamed from public.users.email'
    grep -qE '^20240102000000_no_mail  [0-9a-f]{10}  2024-05-06  Bob <Bob@example.org>$' "$OUT" || fail 'another author'
    expect_out '    Let users go without mail'
    expect_out '    Again \x1B[31m'
    migrate blame 'public.people."E.Mail"'
    expect_out 'type: character varying(99)'
    expect_no_out '"Whole'
}

test_a_log_follows_names() {
    history
    migrate log people
    expect_ok
    expect_out '+ table public.users'
    expect_out '> table public.people, was public.users'
    expect_out '> column public.people."Whole ""Name", looks like the dropped public.people."Full Name"'
    expect_out '> constraint mail_once on public.people, was named on public.people'
    expect_out '- column public.users.phone'
    migrate log '"old ""one"."the posts"'
    expect_out '± column public.posts.id'
    expect_out 'looks like the dropped public.posts'
}

test_a_name_that_was_used_again_means_all_that_had_it_to_the_end() {
    history
    migrate log users
    expect_ok
    [ "$(grep -c '+ table public.users' "$OUT")" = 2 ] || fail 'one life'
    expect_out '- table public.users'
    expect_no_out 'public.people'
    migrate blame users
    expect_out 'public.users.id'
    expect_no_out 'public.users.a'
}

test_without_an_object_all_is_told_in_brief() {
    history
    migrate log
    expect_ok
    expect_out '+ table public.users'
    expect_no_out '+ column public.users.id'
    expect_out '+ column public.users.phone'
}

test_a_name_that_nothing_had_is_an_error() {
    history
    for verb in log blame; do
        migrate $verb nobody
        expect_status 2
        expect_err 'the history never had an object "nobody"; `migrate log` prints how all of them are named'
    done
    migration 20240107000000_more 'CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE AGGREGATE g(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TYPE "f()" AS ENUM ($$a$$);'
    migrate log 'function public.f()'
    expect_ok
    expect_out '20240107000000_more  no commit known'
}

test_a_migration_that_fails_says_where() {
    history
    migration 20240107000000_bad 'SELECT 1;
DROP TABLE nothing;'
    migrate blame people
    expect_status 2
    expect_err 'migrations/20240107000000_bad/migration.sql:2:'
}

test_the_git_program_says_the_same_as_the_library() {
    history
    migrate log people --format json
    sed 's/"id": "[0-9a-f]*"/"id"/' "$OUT" >"$CLI_DIR/one"
    mkdir other
    cd other
    history --object-format=sha256
    migrate log people --format json
    expect_status 0
    grep -qE '"id": "[0-9a-f]{64}"' "$OUT" || fail 'git was not asked'
    sed 's/"id": "[0-9a-f]*"/"id"/' "$OUT" | diff "$CLI_DIR/one" - || fail 'other commits'
}

test_a_shallow_clone_and_a_folder_without_git_know_less() {
    history
    git clone -q --depth 1 "file://$PWD" clone
    migrate -C clone log users
    expect_ok
    expect_out '20240103000000_people  no commit known'
    rm -rf .git clone
    migrate log users
    expect_ok
    expect_no_out commit
}

test_a_merge_is_not_who_wrote_what_it_brings() {
    history
    git checkout -q -b side
    migration 20240107000000_side 'CREATE TABLE side (id integer);'
    commit Eve 'On the side'
    git checkout -q main
    migration 20240108000000_main 'CREATE TABLE main (id integer);'
    commit Ann 'On main'
    git -c user.name=Mo -c user.email=m@example.org merge -q --no-edit side
    migrate log side
    expect_out 'Eve <Eve@example.org>'
    migrate log main
    expect_out 'Ann <Ann@example.org>'
}

run_tests

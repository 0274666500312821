#!/usr/bin/env bash
# doc: what pages say of the history, and of a database.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/past.sh"

# The rows of a page's table, the cells of a row on a line.
rows() { sed -n "/^## $2\$/,/^## /{/^| [^N]/p}" "$1"; }

test_pages_tell_which_migration_did_what_and_who_wrote_it() {
    history
    migrate doc migrations --format markdown -o md
    expect_ok
    rows md/table/public.people.md History >told
    [ "$(wc -l <told)" = 7 ] || fail "$(cat told)"
    local did='column public.users.email changed, not&#95;null&#58; NOT NULL → none<br>'
    did+='column public.users.phone created'
    local who='2024-05-06 | Bob &#60;Bob&#64;example.org&#62; | Let users go without mail'
    expect_text told "| 20240102000000&#95;no&#95;mail | $did | $who |"
    expect_text told 'renamed, was public.users'
    migrate doc migrations --format markdown -o none --no-history
    expect_ok
    [ ! -s none ] || ! grep -r '^## History' none || fail 'there is a history'
}

# Who wrote a migration is in the commit that the pages are in.
test_pages_that_are_committed_do_not_name_their_commit() {
    history
    printf '[doc]\npath = docs/schema\nformat = markdown\n' >migrate.ini
    migrate doc migrations
    expect_ok
    expect_out 'docs/schema/README.md'
    cp -r docs before
    commit Ann 'With pages'
    migrate doc migrations
    diff -r before docs || fail 'the commit changed them'
    expect_text docs/schema/table/public.people.md '## History'
    grep -rq 'example' docs && fail 'it names who wrote it'
    migrate doc migrations --format html
    expect_ok
    expect_file docs/schema/index.html
    expect_no_file docs/schema/README.md
}

test_a_database_has_sizes() {
    project
    migrate apply
    sql -c 'INSERT INTO users SELECT generate_series(1, 1000); ANALYZE users'
    migrate doc "$DATABASE_URL" --format markdown -o md
    expect_ok
    expect_text md/table/public.users.md 'rows&#58; about 1000 |'
    grep -q '^| posts&#95;id&#95;idx | .* | 8192 bytes |$' md/table/public.posts.md || fail 'no size of the index'
    expect_text md/table/public.users.md '20240101000000&#95;users'
    expect_no_file md/schema/migrate.md
    migrate doc "postgresql://user:hunter2@localhost:1/x" -o none
    expect_status 3
    ! grep -r hunter2 "$OUT" "$ERR" md || fail 'a password'
}

run_tests

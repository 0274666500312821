#!/usr/bin/env bash
# show: an object, or the schema, as it was. What it prints comes to the same as the migrations do, as pg_dump sees it.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/past.sh"

# What pg_dump says of a database, without what differs from run to run.
dump() { pg_dump --schema-only --no-owner "$DATABASE_URL" | grep -v '^\\\(un\)\?restrict\|^--'; }

test_the_schema_of_then_is_what_the_migrations_came_to() {
    local file version replayed
    history
    replayed=$(server_database replayed)
    for file in migrations/*/migration.sql; do
        version=${file#*/}
        version=${version%%_*}
        DATABASE_URL=$replayed
        sql -f "$file" >/dev/null
        case $version in 20240102* | 20240103* | 20240105*) continue ;; esac
        dump >replayed.sql
        migrate show --at "$version"
        expect_ok
        cp "$OUT" shown.sql
        DATABASE_URL=$(server_database "shown$version")
        sql -f shown.sql >/dev/null
        dump | diff replayed.sql - >different || fail "$version: $(cat different)"
    done
}

test_a_table_is_shown_with_what_belongs_to_it() {
    history
    migrate show users --at 20240102000000
    expect_ok
    expect_out_is <<'SQL'
CREATE TABLE public.users (
    id integer NOT NULL,
    email text,
    "Full Name" text,
    phone text DEFAULT 'none',
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE INDEX by_mail ON public.users (email);
SQL
    migrate show people --at HEAD
    expect_ok
    expect_out '"E.Mail" text'
    cp "$OUT" before
    migrate show 'public.people."E.Mail"' --at 20240105000000_swap
    expect_ok
    diff "$OUT" before || fail 'a revision and a version differ'
    migrate show people
    expect_out '"E.Mail" character varying(99)'
}

test_what_was_not_there_is_an_error() {
    history
    migrate show posts
    expect_status 2
    expect_err 'migrations had no object "posts"; `migrate log posts` prints when it was there'
    migrate log posts
    expect_ok
    migrate show people --at 20240101000000
    expect_status 2
    expect_err 'migrations:20240101000000 had no object "people"'
    migrate show --at nothing
    expect_status 2
    expect_err '"nothing" names no commit'
    mkdir -p none/migrations
    migrate -C none show
    expect_ok
    expect_no_out
}

run_tests

#!/usr/bin/env bash
# Projects of one half: a history without a declared schema, a schema without a history.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

history_only() {
    project
    git init -q -b main .
    printf '[project]\nschema =\n[types]\nkysely = db.d.ts\n' >migrate.ini
    git add .
    git commit -qm base
}

schema_only() {
    DATABASE_URL=$(server_database "half$number")
    export DATABASE_URL
    mkdir schema
    echo 'CREATE TABLE pupil (id integer);' >schema/schema.sql
}

test_a_history_alone_is_checked_by_the_rules() {
    history_only
    migrate types
    expect_ok
    git add .
    git commit -qm types
    git checkout -qb change
    migration 20240103000000_more 'ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0);'
    echo 'DROP TABLE posts;' >migrations/20240102000000_posts/migration.sql
    migrate check
    expect_status 1
    expect_out 'add-check'
    expect_out 'merged-edited'
    expect_no_out 'schema-fails'
    git checkout -q migrations
    git add .
    git commit -qm more
    migrate check
    expect_status 0
    expect_out 'against no schema'
}

test_a_history_alone_is_applied_and_watched() {
    history_only
    migrate apply
    expect_ok
    migrate status
    expect_ok
    expect_out 'schema       none'
    sql -c 'CREATE INDEX by_hand ON users (id)'
    migrate drift
    expect_status 1
    expect_out 'index public.by_hand is in the database, but not in the history'
    migrate types --check
    expect_status 1
    migrate types
    expect_text db.d.ts 'interface Users'
}

test_a_history_alone_has_nothing_to_create_migrations_of() {
    history_only
    for command in 'create more' diff; do
        migrate $command
        expect_status 2
        expect_err 'this project has no schema to compare its history with'
    done
    migrate create more --empty
    expect_ok
    migrate schema export -o schema
    expect_status 0
    expect_err 'schema in migrate.ini is empty; with `schema = schema` there'
    migrate diff --to ./schema
    expect_ok
    expect_no_out
}

test_a_schema_alone_is_compared() {
    schema_only
    migrate diff
    expect_status 0
    expect_out 'CREATE TABLE public.pupil'
    expect_err 'so this starts from nothing'
    migrate drift --to schema
    expect_status 1
    expect_out 'table public.pupil is in the schema, but not in the database'
    sql -f schema/schema.sql
    migrate drift --to schema
    expect_ok
    sql -c 'ALTER TABLE pupil ALTER id TYPE bigint'
    migrate drift --to schema
    expect_status 1
    expect_out 'integer in the schema, bigint in the database'
    migrate types kysely --stdout
    expect_ok
    expect_out 'interface Pupil'
}

test_a_schema_that_is_all_there_is_says_so() {
    schema_only
    printf '[project]\nmigrations =\n[types]\nkysely = db.d.ts\n' >migrate.ini
    git init -q -b main .
    migrate types
    expect_ok
    git add .
    git commit -qm base
    migrate check
    expect_status 0
    expect_out 'no migrations against schema'
    migrate diff
    expect_ok
    expect_out 'CREATE TABLE public.pupil'
    migrate drift
    expect_status 1
    expect_out 'table public.pupil is in the schema, but not in the database'
    for command in 'show pupil' 'show pupil --at main' 'diagram --format mermaid'; do
        migrate $command
        expect_ok
        expect_out pupil
    done
    echo 'CREATE TABLE broken (id nonsense);' >>schema/schema.sql
    migrate check
    expect_status 1
    expect_out 'schema/schema.sql:2'
    expect_no_file migrations
}

test_what_needs_a_history_says_that_there_is_none() {
    schema_only
    printf '[project]\nmigrations =\n' >migrate.ini
    for command in 'create x' 'create x --empty' apply status log 'blame pupil' down 'baseline 1' \
        'diff --from migrations:1'; do
        migrate $command
        expect_status 2
        expect_err 'this project has no history: migrations in migrate.ini is empty'
    done
    expect_no_file migrations
}

test_a_repair_goes_by_the_history() {
    schema_only
    migrate drift --to schema --repair
    expect_status 2
    expect_err 'go by the history'
}

run_tests

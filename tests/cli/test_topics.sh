#!/usr/bin/env bash
# Pages of help: each is listed and fits, and what it says to run runs. A page whose commands need more than a project
# in a repository has a function setup_<name> of its own here.
. "$(dirname "$0")/../support/cli.sh"

setup_default-schema() {
    project
    printf '[project]\ndefault_schema = app\n' >migrate.ini
}

setup_scratch() {
    project
    git checkout -q main
    mkdir ci
    echo 'CREATE SCHEMA auth;' >ci/platform.sql
    printf '[scratch]\npreset = heroku\ninit = ci/platform.sql\n' >migrate.ini
    git add .
    git commit -qm platform
    git checkout -qB change
}

topics() { migrate help && sed -n '/^Topics$/,/^$/s/^  \([^ ][^ ]*\) .*/\1/p' "$OUT"; }

project() {
    mkdir -p schema migrations/20260101000000_one
    echo 'CREATE TABLE pupil (id int);' | tee schema/schema.sql >migrations/20260101000000_one/migration.sql
    echo '[project]' >migrate.ini
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
}

setup_schema-files() {
    project
    printf '[project]\nmigrations = migrations\nschema = made\n' >migrate.ini
    mkdir -p schema
}

setup_targets() {
    project
    printf '[types]\nkysely = src/db.d.ts\n' >migrate.ini
}

setup_prisma() {
    mkdir -p prisma/migrations/20260101000000_one
    printf 'datasource db {\n  provider = "postgresql"\n}\nmodel Pupil {\n  id Int @id\n}\n' >prisma/schema.prisma
    echo \
        'CREATE TABLE "Pupil" (id int CONSTRAINT "Pupil_pkey" PRIMARY KEY);' >prisma/migrations/20260101000000_one/migration.sql
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
}

setup_coming-from-prisma() { setup_prisma; }

test_every_page_of_the_folder_is_listed() {
    [ "$(topics)" = "$(cd "$TOP/migrate/cmd/topics" && ls -1 | sed 's/\.txt$//')" ] || fail 'another list'
}

test_a_page_fits_a_terminal_and_begins_with_its_name() {
    for topic in $(topics); do
        migrate help "$topic"
        expect_ok
        if grep -E '^.{81}' "$OUT"; then fail "a line of $topic is too long"; fi
        [ "$topic" = migrate.ini ] || grep -q "^$topic: " "$OUT" || fail "no title"
        expect_no_out '## '
    done
}

test_what_a_page_says_to_run_runs() {
    for topic in $(topics); do
        mkdir "in-$topic"
        cd "in-$topic"
        if [ "$(type -t "setup_$topic")" = function ]; then "setup_$topic"; else project; fi
        sed -n 's/^    \$ //p' "$TOP/migrate/cmd/topics/$topic.txt" >commands
        while IFS= read -r line; do
            last=$line
            STATUS=0
            PATH=$(dirname "$MIGRATE"):$PATH bash -c "$line" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
            expect_status 0
        done <commands
        cd ..
    done
}

test_an_unknown_name_gets_the_nearest_topic() {
    migrate help untrustd
    expect_status 2
    expect_err "there is no command or topic 'untrustd'; did you mean 'untrusted'?"
    migrate help nothing-of-the-kind
    expect_status 2
    expect_err "'migrate help' lists them"
}

run_tests

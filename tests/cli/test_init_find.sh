#!/usr/bin/env bash
# What `migrate init` finds in a repository, and that it works from there on.
. "$(dirname "$0")/../support/cli.sh"

one='CREATE TABLE pupil (id integer PRIMARY KEY);'
two='CREATE TABLE helper (id integer);'

# layout FOLDER FIRST SECOND [HEAD]: two migrations in files of these names
layout() {
    local file
    for file in "$2" "$3"; do mkdir -p "$(dirname "$1/$file")"; done
    printf '%s\n%s\n' "${4-}" "$one" >"$1/$2"
    printf '%s\n%s\n' "${4-}" "$two" >"$1/$3"
    git init -q -b main .
    git add .
    git commit -qm theirs
}

# From what is there to `check` in sync, with two commands, no file of theirs touched.
works() {
    migrate init
    expect_ok
    expect_out "found    2 migrations in $1 (layout $2)"
    expect_out "Next: 'migrate schema export'"
    [ "$1" = migrations ] || expect_no_file migrations
    expect_no_file schema
    migrate schema export
    expect_ok
    expect_text schema/schema.sql 'CREATE TABLE public.helper'
    migrate check
    expect_status 0
    [ -z "$(git status --short | grep -v '^??')" ] || fail 'a file of theirs was touched'
}

test_every_layout_is_found_and_works() {
    local row folder
    while read -r name folder first second head; do
        mkdir "at-$name"
        cd "at-$name"
        layout "$folder" "$first" "$second" "$head"
        works "$folder" "$name"
        cd ..
    done <<'ROWS'
folders migrations 20240101000000_a/migration.sql 20240102000000_b/migration.sql
diesel backend/migrations 2024-01-01-000000_a/up.sql 2024-01-02-000000_b/up.sql
golang-migrate db/migrations 000001_a.up.sql 000002_b.up.sql
flyway src/main/resources/db/migration V1__a.sql V2__b.sql
dbmate db/migrations 20240101000000_a.sql 20240102000000_b.sql -- migrate:up
goose internal/sql 00001_a.sql 00002_b.sql -- +goose Up
ROWS
}

test_what_others_brought_is_passed_over_and_the_fullest_is_taken() {
    layout app/migrations 0001_a.up.sql 0002_b.up.sql
    mkdir -p node_modules/x/migrations other/migrations
    for n in 1 2 3; do echo "$one" >node_modules/x/migrations/000${n}_a.up.sql; done
    echo "$one" >other/migrations/0001_a.up.sql
    migrate init
    expect_ok
    expect_out 'found    2 migrations in app/migrations (layout golang-migrate)'
    expect_out 'found    1 migration in other/migrations (layout golang-migrate; not taken, the first is)'
    expect_out 'These look like several projects.'
    expect_out '  app = app'
    expect_no_out node_modules
    expect_text migrate.ini 'migrations = app/migrations'
    # What it proposes works as it stands.
    for name in app other; do
        migrate init -C "$name"
        expect_status 0
    done
    printf '[services]\napp = app\nother = other\n' >migrate.ini
    migrate status --all
    expect_status 0
    expect_out 'other    0       dev '
}

test_database_server_tools_and_extensions_are_found() {
    layout migrations 0001_a.up.sql 0002_b.up.sql 'CREATE EXTENSION IF NOT EXISTS pg_trgm;'
    echo 'DATABASE_URL="postgresql://app:geheim@db.example/app"' >.env
    printf 'services:\n  db:\n    image: "postgres:15.4-alpine"\n' >docker-compose.yml
    echo 'require github.com/golang-migrate/migrate/v4 v4.17.0' >go.mod
    migrate init
    expect_ok
    expect_out 'found    the database ${DATABASE_URL} (.env)'
    expect_no_out geheim
    expect_out 'found    PostgreSQL 15 (docker-compose.yml)'
    expect_out 'found    golang-migrate (go.mod)'
    expect_out 'found    the extension pg_trgm'
    expect_text migrate.ini 'url = ${DATABASE_URL}'
    ! grep -q geheim migrate.ini || fail 'the password was copied'
    for image in postgis/postgis:16-3.4 pgvector/pgvector:pg17 timescale/timescaledb:latest-pg14 postgres:13; do
        rm -f migrate.ini
        echo "    image: $image" >docker-compose.yml
        migrate init
        expect_ok
        expect_out "found    PostgreSQL $(sed 's/.*\(pg\|:\)\(1[0-9]\).*/\2/' <<<"$image") (docker-compose.yml)"
    done
}

test_a_schema_that_is_there_is_taken() {
    layout migrations 0001_a.up.sql 0002_b.up.sql
    mkdir -p db/schema
    echo "$one $two" >db/schema/all.sql
    migrate init
    expect_ok
    expect_out 'found    the schema db/schema'
    expect_out "Next: 'migrate check' compares"
    migrate check
    expect_status 0
}

test_numbered_files_of_a_schema_or_of_seeds_are_no_history() {
    layout migrations 0001_a.sql 0002_b.sql
    mkdir schema schema_old seeds
    echo "$one" >schema/010_pupil.sql
    echo "$two" >schema/020_helper.sql
    for n in 1 2 3; do echo 'SELECT 1;' >"seeds/00${n}_rows.sql"; done
    migrate init
    expect_ok
    expect_out 'found    2 migrations in migrations (layout flat)'
    expect_out 'found    the schema schema'
    expect_text migrate.ini 'migrations = migrations'
    migrate check
    expect_status 0
    rm -r migrate.ini migrations seeds
    migrate init
    expect_ok
    expect_out 'found    the schema schema'
    expect_no_out 'migrations in schema'
    expect_file migrations/.gitkeep
}

test_what_a_hosting_service_brings_is_on_scratch() {
    layout supabase/migrations 20240101000000_a.sql 20240102000000_b.sql \
        'CREATE POLICY p ON storage.objects USING (auth.uid() IS NULL);'
    sed -i 1d supabase/migrations/20240102000000_b.sql
    echo '[api]' >supabase/config.toml
    migrate init
    expect_ok
    expect_out 'found    Supabase (supabase/config.toml)'
    expect_text migrate.ini 'preset = supabase'
    migrate schema export
    expect_status 0
    expect_text schema/schema.sql 'CREATE POLICY p'
}

test_no_empty_schema_is_begun_beside_migrations() {
    layout migrations 0001_a.up.sql 0002_b.up.sql
    migrate init
    migrate check
    expect_status 2
    expect_err 'there is no schema at schema; `migrate schema export` writes one'
    migrate init
    expect_ok
    expect_no_file schema
    expect_out "Next: 'migrate schema export'"
    migrate schema export
    migrate init
    expect_out "Next: 'migrate check' compares"
}

test_what_stops_it_leaves_nothing_behind() {
    layout migrations 0001_a.up.sql 0002_b.up.sql
    printf 'DATABASE_URL=postgres://a@b/c\n\xff\n' >.env
    migrate init
    expect_status 2
    expect_no_out created
    expect_no_file migrate.ini
    echo 'DATABASE_URL=postgres://a@b/c' >.env
    migrate init
    expect_ok
    expect_out 'found    the database ${DATABASE_URL} (.env)'
}

test_nothing_is_looked_for_where_migrate_ini_says_it() {
    layout db/migrations 0001_a.up.sql 0002_b.up.sql
    printf '[project]\nmigrations = history\n' >migrate.ini
    migrate init
    expect_ok
    expect_no_out found
    expect_file history/.gitkeep
}

test_a_history_whose_folders_are_numbers_is_found() {
    mkdir -p db/changes/20240101000000
    echo 'SELECT 1;' >db/changes/20240101000000/migration.sql
    migrate init
    expect_ok
    expect_out '1 migration in db/changes (layout folders)'
}

run_tests

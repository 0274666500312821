#!/usr/bin/env bash
# Histories as other tools let people write them: read as they are, exported, and in sync from then on.
. "$(dirname "$0")/../support/cli.sh"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

# file NAME SQL
file() { mkdir -p "$(dirname "migrations/$1")" && printf '%b\n' "$2" >"migrations/$1"; }

# What is there is somebody's repository; it comes under control, and nothing of it is changed.
expect_way_in() {
    git init -q -b main .
    git add .
    git commit -qm theirs
    migrate init
    expect_status 0
    migrate schema export
    expect_status 0
    git diff --quiet -- migrations || fail 'migrations were changed'
    migrate check
    expect_status 0
    expect_out 'in sync'
    expect_no_out 'schema-without-migration'
}

test_a_way_back_may_have_a_name_of_its_own() {
    file 1_first.up.sql 'CREATE TABLE a (i int);'
    file 30_add_more.up.sql 'CREATE TABLE b (i int);'
    file 30_drop_more.down.sql 'DROP TABLE b;'
    file 031_back_first.down.sql 'DROP TABLE c;'
    file 31_more.up.sql 'CREATE TABLE c (i int);'
    expect_way_in
    [ "$(grep -c 'CREATE TABLE' schema/schema.sql)" = 3 ]
    migrate apply
    expect_status 0
    migrate down
    expect_status 0
    migrate down
    expect_status 0
    migrate status
    expect_out '1 applied'
    file 40_alone.down.sql 'DROP TABLE d;'
    migrate check
    expect_status 1
    expect_out '40_alone has no migration, only other files'
}

test_names_have_letters_of_any_alphabet_and_blanks() {
    file 'V1__vilkårsvurdering.sql' 'CREATE TABLE a (i int);'
    file 'V2__Größe copy (2).sql' 'CREATE TABLE b (i int);'
    expect_way_in
    grep -q 'CREATE TABLE public.b' schema/schema.sql
}

test_what_other_tools_pass_over_is_named_and_not_executed() {
    file 0001_a.sql 'CREATE TABLE a (i int);'
    file drop-all.sql 'DROP TABLE a;'
    file seeds/0002_b.sql 'CREATE TABLE b (i int);'
    expect_way_in
    expect_out 'migrations/drop-all.sql is never executed'
    expect_out 'migrations/seeds/0002_b.sql is never executed'
    ! grep -q 'public.b' schema/schema.sql || fail 'the seeds were executed'
    file 0002-c%.sql 'CREATE TABLE c (i int);'
    migrate check
    expect_status 1
    expect_out 'migrations/0002-c%.sql:1: error: this file is not where a migration of this folder belongs'
}

test_roles_that_a_history_makes_are_there() {
    file 1_roles.sql "CREATE ROLE way_a LOGIN PASSWORD 'secret'; GRANT way_a TO postgres;
CREATE TABLE t (i int); ALTER TABLE t OWNER TO way_a;
DO \$\$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'way_b') THEN CREATE ROLE way_b; END IF;
    CREATE USER \"way C\"; EXCEPTION WHEN duplicate_object THEN ALTER USER \"way C\" LOGIN;
END \$\$;
ALTER ROLE way_a SET search_path = public;
GRANT SELECT ON t TO way_b, \"way C\";
DROP ROLE IF EXISTS way_d;"
    file 2_again.sql 'CREATE ROLE way_d; GRANT SELECT ON t TO way_d;'
    expect_way_in
    grep -q 'TO "way C"' schema/schema.sql
}

test_a_history_may_name_the_ledger_of_its_tool() {
    file 1_a.sql 'CREATE TABLE a (i int); GRANT SELECT ON schema_migrations TO way_reader;'
    file 2_b.sql 'DELETE FROM public._sqlx_migrations WHERE version = 7; DELETE FROM schema_migrations;'
    expect_way_in
    ! grep -q _migrations schema/schema.sql || fail 'the ledger was exported'
    file 3_own.sql 'CREATE TABLE goose_db_version (id int);'
    migrate check
    expect_status 1
    expect_out 'goose_db_version'
    file 3_own.sql 'SELECT FROM goose_db_versions;'
    migrate check
    expect_status 1
    expect_out 'relation "goose_db_versions" does not exist'
}

run_tests

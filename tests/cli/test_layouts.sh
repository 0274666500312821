#!/usr/bin/env bash
# Histories in the layouts of other tools, from `init` to `down`: what tool it is makes no difference.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

database() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
}

# way_there_and_back TABLE: from a repository to a migration of our own and back, with no file edited.
way_there_and_back() {
    database
    migrate init --ci none
    expect_status 0
    migrate schema export
    expect_status 0
    migrate apply
    expect_status 0
    printf 'CREATE TABLE public.%s (id integer PRIMARY KEY);\n' "$1" >schema/zz.sql
    migrate create "add_$1"
    expect_status 0
    migrate check
    expect_status 0
    migrate apply
    expect_status 0
    [ "$(sql -c "SELECT to_regclass('$1') IS NOT NULL")" = t ]
    migrate down
    expect_status 0
    [ "$(sql -c "SELECT to_regclass('$1') IS NULL")" = t ]
    migrate drift
    expect_status 0
}

# change NAME SQL REVERT [NEEDS] [STEM]: a change of Sqitch's.
change() {
    local stem=${5:-$1}
    plan_minute=$((${plan_minute:-9} + 1))
    echo "$1 ${4:+[$4] }2024-01-01T00:$plan_minute:00Z P <p@example.com> # $1" >>sqitch.plan
    printf -- '-- Deploy p:%s to pg\n\nBEGIN;\n\n%s\n\nCOMMIT;\n' "$1" "$2" >"deploy/$stem.sql"
    printf 'BEGIN;\n%s\nCOMMIT;\n' "$3" >"revert/$stem.sql"
    printf 'BEGIN;\nSELECT 1;\nROLLBACK;\n' >"verify/$stem.sql"
}

sqitch_project() {
    mkdir -p deploy revert verify
    printf '%%syntax-version=1.0.0\n%%project=p\n\n' >sqitch.plan
    change zebra 'CREATE TABLE zebra (id integer);' 'DROP TABLE zebra;'
    change total 'CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM zebra $$;' \
        'DROP FUNCTION total();' zebra total@v1
    echo '@v1 2024-01-01T00:20:00Z P <p@example.com> # one' >>sqitch.plan
    change total 'CREATE OR REPLACE FUNCTION total() RETURNS bigint LANGUAGE sql AS $$ SELECT 2::bigint $$;' \
        'CREATE OR REPLACE FUNCTION total() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM zebra $$;' total@v1
}

test_sqitch_goes_by_its_plan() {
    sqitch_project
    echo 'CREATE TABLE stray (id integer);' >deploy/stray.sql
    way_there_and_back extra
    expect_text sqitch.plan 'add_extra 20'
    expect_file verify/add_extra.sql
    head -1 deploy/add_extra.sql | grep -qx 'BEGIN;'
    tail -1 revert/add_extra.sql | grep -qx 'COMMIT;'
    [ "$(sql -c "SELECT string_agg(key, ' ' ORDER BY position) FROM migrate.migration")" = \
        '20240101001000_zebra 20240101001100_total 20240101001200_total' ]
    migrate check
    expect_out 'deploy/stray.sql is never executed'
    migrate create add_extra --empty
    expect_status 2
    expect_err 'sqitch.plan names add_extra already'
    migrate down --to @v1
    expect_status 0
    [ "$(sql -c 'SELECT total()')" = 0 ]
    migrate down --to zebra
    expect_status 0
    [ "$(sql -c "SELECT to_regproc('total') IS NULL")" = t ]
}

test_a_plan_that_does_not_fit_is_refused_with_its_line() {
    sqitch_project
    migrate init --ci none
    expect_status 0
    sed -i 's/^zebra/+ zebra/' sqitch.plan
    mkdir -p verify/later
    migrate check # nothing is wrong with the plan
    expect_status 2
    expect_err 'there is no schema at schema'
    sed -i 's/\[zebra\]/[lion]/' sqitch.plan
    rm deploy/total.sql
    migrate check
    expect_status 1
    expect_out 'sqitch.plan:5:7: error: total needs lion, which does not come before it'
    expect_out 'sqitch.plan:7: error: total has no file deploy/total.sql'
}

test_a_new_line_belongs_at_the_end_of_the_plan() {
    sqitch_project
    git init -q -b main .
    git add .
    git -c user.name=T -c user.email=t@example.com commit -qm all
    git checkout -qb feature
    printf '[project]\nmigrations = .\nschema =\n[check]\nbase = main\n' >migrate.ini
    change early 'CREATE TABLE early (id integer);' 'DROP TABLE early;'
    migrate check
    expect_status 0
    { head -3 sqitch.plan && tail -1 sqitch.plan && sed '1,3d;$d' sqitch.plan; } >new.plan
    mv new.plan sqitch.plan
    migrate check
    expect_status 1
    expect_out 'early is new and stands before total, which is on main already, in sqitch.plan'
    migrate rebase
    expect_status 2
    expect_err 'move those of new migrations to its end'
    migrate squash all
    expect_status 2
}

# Flyway's names, in two folders of one.
test_flyway_is_read_as_flyway_does() {
    mkdir -p db/migration/a db/migration/b
    cd db/migration
    echo 'CREATE TABLE one (id integer);' >a/V1__one.sql
    echo 'CREATE TABLE two (id integer);' >b/V1.9__two.sql
    echo 'ALTER TABLE two ADD COLUMN n integer;' >a/V1_10__column.sql
    echo 'ALTER TABLE two DROP COLUMN n;' >a/U1.10__column.sql
    echo 'CREATE OR REPLACE VIEW shown AS SELECT one.id FROM one, two;' >b/R__both.sql
    echo 'CREATE INDEX CONCURRENTLY two_n ON two (n); SELECT 1;' >a/V2__index.sql
    echo 'executeInTransaction=false' >a/V2__index.sql.conf
    echo 'SELECT 1;' | tee afterMigrate.sql B1.9__base.sql >/dev/null
    cd ../..
    way_there_and_back extra
    expect_file db/migration/a/V3__add_extra.sql
    expect_file db/migration/a/U3__add_extra.sql
    [ "$(sql -c "SELECT string_agg(key, ' ' ORDER BY position) FROM migrate.migration")" = '1 1.9 1.10 2' ]
    migrate check
    expect_out "callbacks and baselines of Flyway's are not executed here: B1.9__base.sql, afterMigrate.sql"
}

repeatable() { # in migrations/, as a history without a schema
    database
    mkdir migrations
    printf '[project]\nschema =\n' >migrate.ini
    echo 'CREATE TABLE one (id integer);' >migrations/V1__one.sql
    echo "CREATE OR REPLACE VIEW shown AS SELECT id, $1 AS n FROM one;" >migrations/R__shown.sql
}

test_what_is_repeatable_runs_again_when_it_has_changed() {
    repeatable 1
    migrate apply
    expect_status 0
    expect_out 'applied R__shown'
    migrate apply
    expect_out 'already up to date'
    migrate drift
    expect_status 0
    echo 'CREATE OR REPLACE VIEW shown AS SELECT id, 2 AS n FROM one;' >migrations/R__shown.sql
    migrate status
    expect_out 'pending R__shown'
    migrate drift
    expect_status 1
    echo 'CREATE TABLE two (id integer);' >migrations/V2__two.sql
    migrate apply --dry-run
    expect_out R__shown
    migrate apply
    expect_status 0
    expect_out 'applied R__shown'
    migrate drift
    expect_status 0
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'repeated'")" = 2 ]
    echo 'SELECT 1/0;' >migrations/R__shown.sql
    migrate apply
    expect_status 1
    expect_err 'migrations/R__shown.sql:1:1: division by zero'
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'repeated'")" = 2 ]
    echo 'VACUUM;' >migrations/R__shown.sql
    migrate check
    expect_status 1
    expect_out 'R__shown is a repeatable migration, which has to be one transaction'
}

test_what_is_repeatable_is_in_the_one_transaction() {
    repeatable 1
    echo 'SELECT 1/0;' >migrations/R__wrong.sql
    migrate apply --single-transaction
    expect_status 1
    expect_err 'migrations/R__wrong.sql:1:1: division by zero'
    expect_err 'Nothing was applied: the 3 migrations of this run are one transaction'
    [ "$(sql -c "SELECT to_regclass('one') IS NULL AND to_regclass('shown') IS NULL")" = t ]
    rm migrations/R__wrong.sql
    migrate apply --single-transaction
    expect_status 0
    expect_out 'applied R__shown'
    expect_out '2 migrations applied'
    echo 'CREATE OR REPLACE VIEW shown AS SELECT id, 2 AS n FROM one;' >migrations/R__shown.sql
    migrate apply --single-transaction
    expect_status 0
    expect_out '1 migration applied'
    migrate apply --single-transaction
    expect_out 'already up to date'
    echo '-- once more' >>migrations/R__shown.sql
    migrate apply
    expect_status 0
    expect_out '1 migration applied'
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'repeated'")" = 3 ]
}

test_two_of_one_name_cannot_both_be_repeated() {
    repeatable 1
    mkdir migrations/a migrations/b migrations/empty
    mv migrations/R__shown.sql migrations/a
    migrate check
    expect_status 0
    echo 'CREATE OR REPLACE VIEW other AS SELECT 1 AS n;' >migrations/b/R__shown.sql
    migrate apply
    expect_status 2
    expect_err 'migrations/a/R__shown.sql and migrations/b/R__shown.sql are repeatable migrations of the same name'
    mv migrations/b/R__shown.sql migrations/b/R__other.sql
    migrate apply
    expect_status 0
    migrate down
    expect_status 2
    expect_err 'has no U1__one.sql'
    echo 'DROP TABLE one CASCADE;' >migrations/U1__one.sql
    migrate down
    expect_status 0
}

test_the_past_has_what_is_repeatable() {
    repeatable 1
    for verb in log blame; do
        migrate "$verb" shown
        expect_status 0
        expect_out R__shown
        migrate "$verb" one --format json
        expect_status 0
    done
    migrate log shown --format json
    expect_out '"version": "R__shown"'
    migrate bisect --object shown
    expect_status 0
    expect_out 'after 1_one: not there'
    expect_out 'after R__shown: there'
    migrate show shown --at 1
    expect_status 2
    migrate show shown
    expect_status 0
}

test_a_number_is_found_without_its_zeros() {
    database
    mkdir migrations
    printf '[project]\nschema =\n' >migrate.ini
    echo 'CREATE TABLE one (id integer);' >migrations/000001_a.up.sql
    echo 'CREATE TABLE two (id integer);' >migrations/000002_b.up.sql
    migrate apply
    expect_status 0
    migrate down --to 1
    expect_status 2
    expect_err '000002_b has no 000002_b.down.sql'
    echo 'DROP TABLE two;' >migrations/000002_b.down.sql
    migrate down --to 1
    expect_status 0
    [ "$(sql -c "SELECT to_regclass('two') IS NULL AND to_regclass('one') IS NOT NULL")" = t ]
}

test_programs_are_left_to_their_tool_and_the_schema_goes_on() {
    database
    mkdir -p src/migrations
    echo 'export class Init {}' >src/migrations/1700000000000-Init.ts
    printf '[project]\nmigrations = src/migrations\n' >migrate.ini
    migrate check
    expect_status 1
    expect_out 'src/migrations/1700000000000-Init.ts:1: error: this migration is a program'
    rm migrate.ini
    migrate init --ci none
    expect_status 0
    expect_out 'src/migrations (programs, which are left to their tool)'
    sql -c 'CREATE TABLE pupil (id integer)'
    migrate schema export "$DATABASE_URL"
    expect_status 0
    migrate drift
    expect_status 0
    sql -c 'ALTER TABLE pupil ADD COLUMN name text'
    migrate drift
    expect_status 1
}

test_a_baseline_stands_for_what_is_gone() {
    repeatable 1
    mv migrations/V1__one.sql migrations/B4__all.sql
    echo 'CREATE TABLE two (id integer);' >migrations/V5__two.sql
    migrate apply
    expect_status 0
    [ "$(sql -c "SELECT string_agg(key, ' ' ORDER BY position) FROM migrate.migration")" = '4 5' ]
}

test_what_rails_dumps_is_the_schema() {
    database
    mkdir -p db/migrate
    echo "gem 'rails'" >Gemfile
    echo 'class CreatePupils < ActiveRecord::Migration[7.0]; end' >db/migrate/20240101000000_create_pupils.rb
    cat >db/structure.sql <<'SQL'
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.ar_internal_metadata (key character varying NOT NULL, value character varying);
CREATE TABLE public.pupils (id bigint NOT NULL);
CREATE TABLE public.schema_migrations (version character varying NOT NULL);
SET search_path TO "$user", public;
INSERT INTO "schema_migrations" (version) VALUES
('20240101000000');
SQL
    sql -q -f db/structure.sql >/dev/null
    migrate init --ci none
    expect_status 0
    expect_out 'found    the schema db/structure.sql'
    expect_out "Next: 'migrate drift' compares databases with db/structure.sql"
    migrate drift
    expect_status 0
    sql -c 'ALTER TABLE pupils ADD COLUMN name text'
    migrate drift
    expect_status 1
    migrate schema export db/structure.sql -o out
    expect_status 0
    expect_out 'left out: 2 objects'
    expect_no_out 'about rows'
    expect_no_err 'under [ignore]'
    if grep -E 'schema_migrations|ar_internal' out/schema.sql; then fail "Rails' own tables are in the schema"; fi
}

# Supabase's folder, in a part of the repository; its command line has applied the first migration.
proof_supabase_is_found_with_its_version_its_seeds_and_its_ledger() {
    database
    mkdir -p app/supabase/migrations
    cd app/supabase
    echo 'CREATE TABLE one (id integer PRIMARY KEY);' >migrations/20240101000000_one.sql
    echo 'CREATE TABLE two (id integer);' >migrations/20240102000000_two.sql
    echo 'INSERT INTO one VALUES (1);' >seed.sql
    printf '%s\n' '[db]' 'major_version = 15' '[db.seed]' 'sql_paths = ["./seed.sql"]' >config.toml
    cd ../..
    migrate init --ci none
    expect_status 0
    expect_out 'found    PostgreSQL 15 (app/supabase/config.toml)'
    expect_out 'found    the seeds app/supabase/seed.sql'
    expect_text migrate.ini 'seeds = app/supabase/seed.sql'
    expect_text migrate.ini 'preset = supabase'
    sql -q -c "CREATE SCHEMA supabase_migrations
        CREATE TABLE schema_migrations (version text PRIMARY KEY, statements text[], name text);
        INSERT INTO supabase_migrations.schema_migrations VALUES ('20240101000000', '{}', 'one');
        CREATE TABLE one (id integer PRIMARY KEY)"
    migrate baseline --from-ledger
    expect_status 0
    migrate apply
    expect_status 0
    expect_out 'applied 20240102000000_two'
    migrate seed
    expect_status 0
    [ "$(sql -c 'SELECT count(*) FROM one')" = 1 ]
    migrate seed
    expect_out 'unchanged app/supabase/seed.sql'
    migrate create three --empty
    expect_status 0
    ls app/supabase/migrations/20*_three.sql
}

proof_golang_migrate_takes_any_ending_and_goes_on_counting() {
    mkdir migrations
    echo 'CREATE TABLE one (id integer);' >migrations/000117_one.up.pgsql
    echo 'DROP TABLE one;' >migrations/117_un_one.down.sql
    echo 'CREATE TABLE two (id integer);' >migrations/000118_two.up.sql
    echo 'DROP TABLE two;' >migrations/000118_two.down.pgsql
    echo 'not a migration' | tee migrations/notes.up.sql >migrations/README.md
    way_there_and_back extra
    expect_file migrations/000119_add_extra.up.sql
    expect_file migrations/000119_add_extra.down.sql
    migrate down --to 000117
    expect_status 0
    [ "$(sql -c "SELECT to_regclass('two') IS NULL")" = t ]
}

proof_postgrator_has_do_and_undo() {
    mkdir migrations
    echo 'CREATE TABLE one (id integer);' >migrations/009.do.sql
    echo 'CREATE TABLE two (id integer);' >migrations/010.do.two-tables.sql
    echo 'DROP TABLE two;' >migrations/010.undo.two-tables.sql
    way_there_and_back extra
    expect_file migrations/011.do.add_extra.sql
    expect_file migrations/011.undo.add_extra.sql
}

# committed NUMBER[-NAME] SQL: as graphile-migrate commits it, after the one before.
committed() {
    local hash
    hash=sha1:$(printf '%s\n%s\n' "${last_hash-}" "$2" | sed '/./,$!d' | sha1sum | cut -d' ' -f1)
    printf -- '--! Previous: %s\n--! Hash: %s\n--! Message: m\n\n%s\n' "${last_hash:--}" "$hash" "$2" \
        >"migrations/committed/$1.sql"
    last_hash=$hash
}

test_graphile_migrate_is_verified() {
    database
    mkdir -p migrations/committed
    committed 000001 'CREATE TABLE one (id integer);'
    committed 000002-two $'--! no-transaction\nCREATE INDEX CONCURRENTLY one_id ON one (id);\nSELECT 1;'
    committed 000003-three 'CREATE TABLE three (id integer);'
    echo 'CREATE TABLE soon (id integer);' >migrations/current.sql
    migrate init --ci none
    expect_status 0
    expect_out '3 migrations in migrations (layout graphile-migrate)'
    migrate schema export
    expect_status 0
    migrate apply
    expect_status 0
    migrate check
    expect_out 'files that graphile-migrate has not committed yet are not executed here: current.sql'
    echo 'CREATE TABLE four (id integer);' >schema/four.sql
    migrate create four
    expect_status 2
    expect_err 'in which migrate does not write new migrations; use --stdout'
    echo '-- edited' >>migrations/committed/000001.sql
    migrate check
    expect_status 1
    expect_out "migrations/committed/000001.sql:2: error: 000001: it is not what '--! Hash:' has the sum of"
    committed 000001 'CREATE TABLE one (id bigint);'
    migrate check
    expect_out "000001.sql:1: error: 000001: the migration before it is not the one that '--! Previous:' names"
    last_hash=
    committed 000001 'CREATE TABLE one (id bigint);'
    migrate check
    expect_out "000002-two.sql:1: error: 000002_two: the migration before it is not"
}

run_tests

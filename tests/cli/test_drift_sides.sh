#!/usr/bin/env bash
# Drift: what a database is compared with, and what is left out.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/drift.sh"
. "$TOP/tests/support/standby.sh"

test_pending_migrations_are_no_drift() {
    project
    mkdir migrations/20240103000000_more
    echo 'CREATE TABLE more (id integer);' >migrations/20240103000000_more/migration.sql
    migrate drift
    expect_ok
    expect_out '2 migrations, up to 20240102000000_posts'
    migrate drift --to 20240103000000
    expect_status 1
    expect_out 'table public.more is in the history, but not in the database'
}

test_without_a_ledger_the_whole_history_counts_and_that_is_said() {
    project
    sql -c 'DROP SCHEMA migrate CASCADE' 2>/dev/null
    migrate drift
    expect_status 0
    expect_out 'the database has no ledger, so the whole history was compared'
    migrate drift --to 20240101000000
    expect_status 1
    expect_out 'table public.posts is in the database, but not in the history'
}

test_ignored_objects_and_other_ledgers_are_left_out() {
    project
    printf '[ignore]\ntable = ^public\\.tmp_\n' >migrate.ini
    sql -c 'CREATE TABLE tmp_x (id integer PRIMARY KEY); CREATE TABLE _prisma_migrations (id text PRIMARY KEY)' \
        -c 'CREATE TABLE "SequelizeMeta" (name text PRIMARY KEY)' -c \
            'CREATE TABLE knex_migrations_lock (index serial PRIMARY KEY)'
    migrate drift
    expect_ok
    sql -c 'CREATE TABLE my_schema_migrations (id integer)'
    migrate drift
    expect_status 1
    expect_out 'table public.my_schema_migrations is in the database'
}

test_what_names_the_owner_means_the_owner() {
    local owner
    project
    for owner in postgres 'Odd "Owner"'; do
        DATABASE_URL=$(server_database "owned$number${#owner}" "$owner")
        owner="\"${owner//\"/\"\"}\""
        mkdir -p migrations/20240103000000_owner
        echo "GRANT ALL ON users TO $owner; REVOKE UPDATE ON posts FROM $owner; ALTER TABLE posts OWNER TO $owner;
CREATE TABLE other (id integer); GRANT SELECT ON other TO $owner WITH GRANT OPTION;
CREATE SCHEMA s AUTHORIZATION $owner;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO $owner;" >migrations/20240103000000_owner/migration.sql
        migrate apply
        expect_ok
        migrate drift
        expect_ok
        migrate diff --from "$DATABASE_URL" --to migrations
        expect_ok
        expect_out_is </dev/null
        sql -c "GRANT UPDATE ON posts TO $owner"
        migrate drift
        expect_status 1
        expect_out 'REVOKE UPDATE ON TABLE public.posts FROM CURRENT_USER;'
    done
}

test_members_of_extensions_are_left_out() {
    project
    sql -c 'SELECT 1 FROM pg_available_extensions WHERE name = $$hstore$$' | grep -q 1 || skip 'hstore is not installed'
    mkdir migrations/20240103000000_hstore
    echo 'CREATE EXTENSION hstore;' >migrations/20240103000000_hstore/migration.sql
    migrate apply
    expect_ok
    migrate drift
    expect_ok
}

# The members of a trusted extension are the bootstrap superuser's, and more than the tables.
test_members_of_extensions_do_not_decide_whose_the_tables_are() {
    project "plain$number"
    [ "$(sql -c 'SELECT count(*) FROM pg_available_extensions WHERE name = $$pg_trgm$$')" = 1 ] ||
        skip 'pg_trgm is not installed'
    mkdir migrations/20240103000000_trgm
    echo 'CREATE EXTENSION pg_trgm;' >migrations/20240103000000_trgm/migration.sql
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT proowner::regrole FROM pg_proc WHERE proname = $$show_trgm$$')" = postgres ]
    migrate drift
    expect_ok
    expect_no_out 'owner'
}

test_default_privileges_may_reach_members_of_extensions() {
    project
    [ "$(sql -c 'SELECT count(*) FROM pg_available_extensions WHERE name = $$pg_trgm$$')" = 1 ] ||
        skip 'pg_trgm is not installed'
    sql -c "CREATE ROLE app$number"
    mkdir migrations/20240103000000_trgm
    echo "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO app$number;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM PUBLIC;
CREATE EXTENSION pg_trgm;" >migrations/20240103000000_trgm/migration.sql
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    sql -c "REVOKE EXECUTE ON FUNCTION show_trgm(text) FROM PUBLIC"
    migrate drift
    expect_status 1
    expect_out 'revocation on function public.show_trgm(text) PUBLIC EXECUTE is in the database'
}

test_a_role_without_any_privilege_will_do() {
    project
    by_hand
    sql -c "CREATE ROLE nosy$number LOGIN PASSWORD 'x'"
    printf '[env dev]\nowner = postgres\n' >migrate.ini
    migrate drift --url "postgresql://nosy$number:x@/drift$number?host=$SERVER_DIR"
    expect_status 1
    expect_out "the role nosy$number may not read the ledger, so the whole history was compared"
    expect_out 'index public.by_hand is in the database'
    expect_out '4 errors, 1 warning'
}

# More tables than the ledger has, so that nobody else owns most of what is there. Sets `given_away`, which gives all
# to the role $1.
many_tables() {
    mkdir migrations/20240103000000_many
    printf 'CREATE TABLE many%s ();\n' {1..12} >migrations/20240103000000_many/migration.sql
    given_away="ALTER TABLE users OWNER TO $1; ALTER TABLE posts OWNER TO $1; ALTER FUNCTION greet OWNER TO $1;
        $(printf "ALTER TABLE many%s OWNER TO $1;" {1..12})"
    migrate apply
    expect_ok
}

test_who_owns_most_of_it_is_not_taken_for_the_owner() {
    local given_away
    project
    many_tables "peer$number"
    sql -c "CREATE ROLE peer$number; $given_away"
    migrate drift
    expect_status 1
    expect_out "owner on table public.posts is in the database"
    expect_out 'ALTER TABLE public.posts OWNER TO CURRENT_USER;'
    expect_out '15 errors'
    expect_out "name it as owner under [env dev] in migrate.ini"
    migrate diff --from migrations --to "$DATABASE_URL"
    expect_out "ALTER TABLE public.posts OWNER TO peer$number;"
    # The advice works, and then what belongs to anybody else is seen.
    printf '[env dev]\nowner = peer%s\n' "$number" >migrate.ini
    migrate drift
    expect_ok
    sql -c 'ALTER TABLE posts OWNER TO postgres'
    migrate drift
    expect_status 1
    expect_out 'owner on table public.posts is in the database'
    expect_out '1 error'
}

test_what_another_role_granted_is_taken_back_by_it() {
    local to
    project
    to=$(server_database "drift${number}b")
    migrate apply --url "$to"
    expect_ok
    sql -c "CREATE ROLE mid$number; CREATE ROLE anon$number;
        GRANT SELECT ON users TO mid$number WITH GRANT OPTION; SET ROLE mid$number;
        GRANT SELECT ON users TO anon$number"
    migrate diff --from "$DATABASE_URL" --to "$to"
    cp "$OUT" plan.sql
    grep -q "^SET ROLE mid$number;" plan.sql
    psql -X -q -v ON_ERROR_STOP=1 -1 "$to" -c "GRANT SELECT ON users TO mid$number WITH GRANT OPTION"
    psql -X -q -v ON_ERROR_STOP=1 -1 "$to" -c "SET ROLE mid$number; GRANT SELECT ON users TO anon$number"
    psql -X -q -v ON_ERROR_STOP=1 -1 "$to" -f plan.sql
    migrate drift --url "$to"
    expect_ok
    migrate drift --repair
    migrate apply
    expect_ok
    [ "$(sql -c "SELECT has_table_privilege('anon$number', 'users', 'SELECT')")" = f ]
    migrate drift
    expect_ok
}

test_between_two_databases_a_name_is_a_name() {
    project
    local from=$DATABASE_URL to given_away
    to=$(server_database "drift${number}b")
    many_tables "peer$number"
    sql -c "CREATE ROLE peer$number"
    migrate apply --url "$to"
    expect_ok
    migrate diff --from "$from" --to "$to"
    expect_ok
    expect_out_is </dev/null
    psql -X -q "$to" -c "$given_away"
    migrate diff --from "$from" --to "$to"
    expect_out "ALTER TABLE public.posts OWNER TO peer$number;"
    migrate diff --from "$to" --to "$from"
    expect_out 'ALTER TABLE public.posts OWNER TO CURRENT_USER;'
    # Whoever connects to the other one: names stay names, and the plan makes them true.
    psql -X -q "$to" -c "CREATE TABLE more (id integer); ALTER TABLE more OWNER TO peer$number;
        GRANT SELECT ON more TO postgres; CREATE TABLE mine ()"
    migrate diff --from "$from" --to "$to"
    cp "$OUT" plan.sql
    psql -X -q -v ON_ERROR_STOP=1 "$from" -f plan.sql
    migrate diff --from "$from" --to "$to"
    expect_ok
    expect_out_is </dev/null
    [ "$(sql -c "SELECT string_agg(relname || ' ' || relowner::regrole, ',' ORDER BY relname) FROM pg_class WHERE \
        relname IN ('mine', 'more', 'posts')")" = \
        "mine postgres,more peer$number,posts peer$number" ]
}

test_two_databases_that_are_the_same_need_no_scratch_server() {
    project
    local from=$DATABASE_URL to
    to=$(server_database "drift${number}b")
    migrate apply --url "$to"
    expect_ok
    printf '[scratch]\nbin_dir = /nonexistent\n' >migrate.ini
    migrate diff --exit-code --from "$from" --to "$to"
    expect_ok
    expect_out_is </dev/null
    psql -X -q "$to" -c 'CREATE TABLE more (id integer)'
    migrate diff --from "$from" --to "$to"
    expect_status 3
    expect_err '/nonexistent'
}

test_a_database_of_several_owners_is_imported_without_a_difference() {
    local several
    several=$(server_database "several$number")
    psql -X -q -v ON_ERROR_STOP=1 "$several" <<SQL
CREATE ROLE auth_admin$number; CREATE ROLE storage_admin$number; CREATE ROLE anon$number;
CREATE SCHEMA auth AUTHORIZATION auth_admin$number; CREATE SCHEMA storage AUTHORIZATION storage_admin$number;
SET ROLE auth_admin$number;
CREATE TABLE auth.users (id integer PRIMARY KEY);
CREATE TABLE auth.sessions (id serial, u integer REFERENCES auth.users);
CREATE FUNCTION auth.uid() RETURNS integer LANGUAGE sql AS 'SELECT 1'; GRANT USAGE ON SCHEMA auth TO anon$number;
CREATE TYPE auth.aal AS ENUM ('a', 'b'); ALTER DEFAULT PRIVILEGES IN SCHEMA auth GRANT SELECT ON TABLES TO anon$number;
GRANT SELECT ON auth.users TO postgres;
SET ROLE storage_admin$number;
CREATE TABLE storage.objects (id integer PRIMARY KEY, owner integer);
CREATE VIEW storage.v AS SELECT id FROM storage.objects;
RESET ROLE;
CREATE TABLE public.mine (id integer PRIMARY KEY); GRANT ALL ON public.mine TO anon$number;
SQL
    migrate init --from "$several"
    expect_ok
    export DATABASE_URL=$several
    migrate check
    expect_ok
    version=$(basename migrations/*)
    migrate baseline "${version%%_*}"
    expect_ok
    migrate drift
    expect_ok
}

test_a_standby_will_do() {
    project
    by_hand
    standby_start
    migrate drift --url "$STANDBY_URL"
    expect_status 1
    expect_out '4 errors'
    standby_stop
}

run_tests

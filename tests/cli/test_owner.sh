#!/usr/bin/env bash
# The owner role of an environment: everything is done as it and belongs to it, whoever of its group connects, and
# nothing else is anybody's guess. Logins are members of the group, and have no rights of their own.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/pooler.sh"

admin() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$SERVER_URL" "$@"; }

# A project whose database belongs to no login: it is group$number's, one$number and two$number are members without
# INHERIT, three$number is none. ONE, TWO and THREE are their addresses.
owned_project() {
    project
    OWNER=group$number
    admin -c "CREATE ROLE $OWNER" -c "ALTER DATABASE cli$number OWNER TO $OWNER"
    local name
    for name in one two three; do admin -c "CREATE ROLE $name$number LOGIN NOINHERIT PASSWORD 'secret'"; done
    admin -c "GRANT $OWNER TO one$number, two$number"
    ONE="postgresql://one$number:secret@/cli$number?host=$SERVER_DIR" TWO=${ONE/one/two} THREE=${ONE/one/three}
    printf '[project]\nenv = app\n[env app]\nurl = %s\nowner = %s\n' "$ONE" "$OWNER" >migrate.ini
    SUPER=$DATABASE_URL
    unset DATABASE_URL
    sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$SUPER" "$@"; }
}

# Everything in the schemas public and migrate that is not the owner's.
others() {
    sql -c "SELECT n.nspname || '.' || c.relname || ' of ' || pg_get_userbyid(c.relowner) FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'migrate') AND pg_get_userbyid(c.relowner) <> '$OWNER'
        UNION ALL SELECT n.nspname || ' of ' || pg_get_userbyid(n.nspowner) FROM pg_namespace AS n
        WHERE n.nspname = 'migrate' AND pg_get_userbyid(n.nspowner) <> '$OWNER'
        UNION ALL SELECT p.proname || ' of ' || pg_get_userbyid(p.proowner) FROM pg_proc AS p
        JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspname IN ('public', 'migrate') AND pg_get_userbyid(p.proowner) <> '$OWNER' ORDER BY 1"
}

test_everything_belongs_to_the_owner_whoever_of_its_group_connects() {
    owned_project
    migration 20240103000000_alone '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY alone ON users (id);
CREATE TABLE last (id integer);' '-- migrate: no-transaction
DROP TABLE last;
DROP INDEX CONCURRENTLY alone;'
    migrate baseline 20240101000000
    expect_status 0
    [ -z "$(others)" ] || fail "not the owner's: $(others)"
    sql -c "SET ROLE $OWNER" -c 'CREATE TABLE users (id integer)'
    migrate apply --url "$TWO" --to 20240102000000
    expect_ok
    migrate apply --url "$ONE"
    expect_ok
    sql -c "CREATE ROLE reader$number" -c "GRANT reader$number TO $OWNER, one$number, two$number"
    migration 20240104000000_role "SET ROLE reader$number; RESET ROLE; CREATE TABLE roles (id integer);
SET ROLE reader$number; SET LOCAL ROLE NONE; ALTER TABLE roles ADD other integer;
SET ROLE reader$number; SET role TO DEFAULT; RESET SESSION AUTHORIZATION; CREATE TABLE again (id integer);
SET SESSION AUTHORIZATION DEFAULT; ALTER TABLE again ADD other integer;" 'reset role; DROP TABLE roles, again;'
    migration 20240105000000_after 'CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$SELECT 1$$;' \
        'DROP FUNCTION f();'
    migrate apply --url "$TWO"
    expect_ok
    expect_out '2 migrations applied'
    [ -z "$(others)" ] || fail "not the owner's: $(others)"
    [ "$(sql -c 'SELECT string_agg(applied_by::text, $$ $$ ORDER BY seq) FROM migrate.migration')" = \
        "one$number two$number one$number two$number two$number" ]
    migrate status
    expect_ok
    expect_out 'up to date: 5 applied'
    migrate drift
    expect_ok
    migrate down --to 20240102000000
    expect_ok
    expect_out '3 migrations reverted'
    migrate status --url "$TWO"
    expect_ok
    expect_out 'behind: 2 applied'
}

test_who_was_somebody_else_for_a_while_comes_back_as_the_owner() {
    owned_project
    sql -c "CREATE ROLE reader$number"
    migration 20240103000000_other "SET SESSION AUTHORIZATION reader$number; RESET SESSION AUTHORIZATION;
CREATE TABLE one (id integer); SET LOCAL SESSION AUTHORIZATION reader$number; SET SESSION AUTHORIZATION DEFAULT;
CREATE TABLE two AS SELECT session_user AS login, current_user AS role;" \
        'RESET SESSION AUTHORIZATION; DROP TABLE one, two;'
    migrate apply --url "$SUPER"
    expect_ok
    [ -z "$(others)" ] || fail "not the owner's: $(others)"
    [ "$(sql -c 'SELECT login, role FROM two')" = "postgres|$OWNER" ]
    migrate down --url "$SUPER"
    expect_ok
    printf 'pooler = transaction\n' >>migrate.ini
    migration 20240103000000_other "SET LOCAL SESSION AUTHORIZATION DEFAULT; CREATE TABLE one (id integer);"
    with_pooler transaction 1
    migrate apply --url "$POOLED"
    expect_ok
    [ -z "$(others)" ] || fail "not the owner's: $(others)"
    end_pooler
}

test_drift_compares_ownership_with_exactly_that_rule() {
    owned_project
    migrate apply
    expect_ok
    sql -c 'ALTER TABLE posts OWNER TO CURRENT_USER'
    migrate drift
    expect_status 1
    expect_out 'table public.posts'
    expect_no_out 'public.users'
    sql -c 'ALTER TABLE users OWNER TO CURRENT_USER'
    migrate drift --url "$TWO"
    expect_status 1
    expect_out 'public.users'
    sed -i '/^owner/d' migrate.ini
    migrate drift --url "$SUPER"
    expect_ok
}

test_a_login_that_is_no_member_is_refused_with_the_grant_that_cures_it() {
    owned_project
    local verb cure
    for verb in apply 'apply --pooler=transaction' 'apply --dry-run' down 'baseline 20240101000000' \
        'resolve 20240101000000 --applied --reason x'; do
        # shellcheck disable=SC2086
        migrate $verb --url "$THREE"
        expect_status 3
        expect_err "role three$number may not act as $OWNER, the owner of this environment"
    done
    [ -z "$(sql -c 'SELECT 1 FROM pg_namespace WHERE nspname = $$migrate$$')" ]
    cure=$(sed -n 's/.*can let it: //p' "$ERR")
    admin -c "$cure"
    migrate apply --url "$THREE"
    expect_ok
    sed -i "s/^owner.*/owner = nobody$number/" migrate.ini
    migrate apply
    expect_status 3
    expect_err "CREATE ROLE nobody$number NOLOGIN; GRANT nobody$number TO one$number"
    expect_err "role \"nobody$number\" does not exist"
}

test_a_ledger_of_somebody_else_is_handed_over_with_one_statement() {
    owned_project
    admin -c "GRANT CREATE ON DATABASE cli$number TO three$number"
    sql -c "GRANT CREATE ON SCHEMA public TO three$number"
    sed -i 's/^owner/#&/' migrate.ini
    sed -i "s,^url.*,url = $THREE," migrate.ini
    migrate apply --to 20240101000000
    expect_ok
    sed -i "s,^url.*,url = $ONE," migrate.ini
    sed -i 's/^#owner/owner/' migrate.ini
    migrate apply
    expect_status 4
    expect_err "belongs to role \"three$number\", which is neither the current role, \"$OWNER\""
    sql -c "$(sed -n 's/.*change its owner: //p' "$ERR")"
    migrate apply
    expect_ok
    expect_out '1 migration applied'
}

test_a_ledger_that_is_older_than_the_owner_is_handed_over() {
    owned_project
    sed -i 's/^owner/#&/' migrate.ini
    sed -i "s,^url.*,url = $SUPER," migrate.ini
    migrate apply --to 20240101000000
    expect_ok
    sed -i "s,^url.*,url = $ONE," migrate.ini
    sed -i 's/^#owner/owner/' migrate.ini
    local verb
    for verb in apply 'apply --pooler=transaction' down status; do
        # shellcheck disable=SC2086
        migrate $verb
        [ "$verb" = status ] || expect_status 3
        cat "$OUT" "$ERR" >told
        expect_text told "the ledger belongs to role \"postgres\", and \"$OWNER\" may not use it"
        expect_text told \
            "It can be handed over to this owner: ALTER SCHEMA migrate OWNER TO $OWNER; ALTER TABLE migrate.batch"
    done
    sql -c "GRANT USAGE ON SCHEMA migrate TO $OWNER; GRANT SELECT ON ALL TABLES IN SCHEMA migrate TO $OWNER"
    migrate apply
    expect_status 3
    expect_err "role \"$OWNER\" may not write migrate.migration"
    sql -c "$(sed -n 's/.*fix: hand it over: //p' "$ERR")"
    [ -z "$(others | grep -v '^public')" ] || fail "not the owner's: $(others)"
    migrate apply
    expect_ok
    expect_out '1 migration applied'
}

test_through_a_pooler_the_role_is_the_transactions_own() {
    owned_project
    local mode
    for mode in transaction session; do
        DATABASE_URL=$SUPER
        with_pooler "$mode" 1 'server_reset_query ='
        sed -i "s/user=postgres password=.*/user=one$number password=secret/" "$SERVER_DIR/pool$number.$mode.1/ini"
        kill -HUP "$POOLER"
        unset DATABASE_URL
        local before after
        sleep 0.3
        before=$(psql -X -q -A -t "$POOLED" -c "SELECT session_user, current_user, current_setting('role')")
        [ "$before" = "one$number|one$number|none" ] || fail "the pool is another one: $before"
        migration 20240103000000_back 'SET LOCAL ROLE NONE; CREATE TABLE back (id integer);' \
            'SET LOCAL ROLE NONE; DROP TABLE back;'
        migrate apply --url "$POOLED" --pooler="$mode"
        expect_ok
        [ -z "$(others)" ] || fail "not the owner's: $(others)"
        migrate down --url "$POOLED" --pooler="$mode" --to 0
        expect_ok
        [ -z "$(others)" ] || fail "not the owner's: $(others)"
        migrate status --url "$POOLED"
        expect_ok
        after=$(psql -X -q -A -t "$POOLED" -c "SELECT session_user, current_user, current_setting('role')")
        [ "$before" = "$after" ] || fail "the role was left: $after"
        end_pooler
    done
}

test_a_pooler_without_transactions_is_refused_as_that() {
    owned_project
    DATABASE_URL=$SUPER
    with_pooler statement
    unset DATABASE_URL
    local way
    for way in '' --pooler=transaction --pooler=session; do
        # shellcheck disable=SC2086
        migrate apply --url "$POOLED" $way
        expect_status 3
        expect_err 'transaction blocks not allowed in statement pooling mode'
        expect_err "Use the server's own address"
        expect_no_err 'connection lost'
    done
    end_pooler
}

test_the_development_database_has_the_owner() {
    mkdir schema
    echo 'CREATE TABLE users (id integer);' >schema/schema.sql
    migration 20240101000000_users 'CREATE TABLE users (id integer);'
    printf '[env dev]\nowner = "App Owner"\n' >migrate.ini
    migrate apply
    expect_status 0
    migrate drift
    expect_ok
    migrate psql -- -X -A -t -c \
        "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname IN ('users', 'meta') ORDER BY relname"
    expect_status 0
    [ "$(sort -u "$OUT")" = '"App Owner"' ] || [ "$(sort -u "$OUT")" = 'App Owner' ] || fail 'another owner'
}

test_a_name_cannot_say_more_than_a_name() {
    owned_project
    local name="o'; DROP TABLE x; --\\"
    admin -v name="$name" <<<'CREATE ROLE :"name"; GRANT :"name" TO one'"$number"';'
    sql -v name="$name" <<<"ALTER DATABASE cli$number OWNER TO :\"name\";"
    sql -c "ALTER DATABASE cli$number SET standard_conforming_strings = off"
    sed -i '/^owner/d' migrate.ini
    printf '%s\n' "owner = $name" >>migrate.ini
    MIGRATE_ENV_APP_OWNER=$name migrate apply
    expect_ok
    [ "$(sql -v name="$name" <<<"SELECT count(*) FROM pg_class WHERE relname IN ('users', 'meta') AND \
        pg_get_userbyid(relowner) = :'name'")" = 2 ]
}

run_tests

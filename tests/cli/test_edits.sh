#!/usr/bin/env bash
# Applied migrations that are edited afterwards: what only changes their form, what somebody accepts, and line ends in
# what they make.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

edit() { printf '%s\n' "$1" >migrations/20240101000000_users/migration.sql; }

test_an_edit_of_the_form_is_a_note_to_every_command() {
    project
    migrate apply
    edit $'-- The people.\ncreate table USERS (\r\n    id integer\r\n)'
    migrate status
    expect_status 0
    expect_out 'note: 20240101000000_users was edited after it had been applied; its statements are the same'
    migration 20240103000000_more 'CREATE TABLE more (id integer);'
    migrate apply
    expect_status 0
    expect_err '20240101000000_users was edited after it had been applied; its statements are the same [harmless-edit]'
    expect_out '1 migration applied'
    migrate apply --report json
    expect_status 0
    expect_out '"code": "harmless-edit"'
    migrate down --to 0 --dry-run
    expect_status 2
    expect_no_err 'was edited'
    git init -q -b main . && git add . && git commit -qm base && git checkout -qb change
    edit 'CREATE TABLE users (id integer); -- again'
    mkdir schema && cat migrations/*/migration.sql >schema/schema.sql
    migrate check --base main
    expect_status 0
    expect_out '20240101000000_users is on main already and was edited; its statements are the same [harmless-edit]'
}

test_the_advice_names_the_database_that_was_asked_for() {
    project
    printf '[env dev]\nurl = postgresql://nobody@127.0.0.1:1/none\n[env prod]\nurl = %s\n' "$DATABASE_URL" >migrate.ini
    unset DATABASE_URL
    migrate apply --env prod
    expect_ok
    edit 'CREATE TABLE users (id bigint);'
    migrate apply --env prod
    expect_status 4
    local advice
    advice=$(sed -n 's/.*fix: .* accept it: migrate //; s/ TEXT$/ x/p' "$ERR" | head -n 1)
    [ "$advice" = 'resolve 20240101000000 --env prod --accept-edit --reason x' ] || fail "another advice: $advice"
    # shellcheck disable=SC2086
    migrate $advice
    expect_ok
    migrate apply --env prod
    expect_status 0
    edit 'CREATE TABLE users (id smallint);'
    MIGRATE_ENV=prod migrate apply
    expect_err 'accept it: migrate resolve 20240101000000 --accept-edit --reason TEXT'
}

test_another_edit_is_accepted_once() {
    project
    migrate apply
    edit 'CREATE TABLE users (id integer, name text);'
    migrate apply
    expect_status 4
    expect_err '20240101000000_users was edited'
    expect_err 'migrate resolve 20240101000000 --accept-edit --reason TEXT'
    migrate resolve 20240101000000 --accept-edit
    expect_status 2
    expect_err 'give the outcome and how you know it'
    migrate resolve 20240101000000 --accept-edit --applied --reason x
    expect_status 2
    sql -c 'ALTER TABLE users ADD name text'
    migrate resolve 20240101000000 --accept-edit --reason 'added by hand'
    expect_ok
    expect_out '1 migration has its edit accepted'
    [ "$(sql -c "SELECT key, detail->>'text' FROM migrate.event WHERE what = 'edit accepted'")" \
        = '20240101000000_users|added by hand' ]
    for text in 'CREATE TABLE users (id integer, name text);' 'create table users (id integer, name text)'; do
        edit "$text"
        migrate apply
        expect_status 0
        expect_err '20240101000000_users was edited after it had been applied, which was accepted [accepted-edit]'
        migrate drift
        expect_status 0
    done
    edit 'CREATE TABLE users (id integer);'
    migrate status
    expect_status 0
    edit 'CREATE TABLE users (id bigint);'
    migrate apply
    expect_status 4
    expect_err 'was edited after it had been applied (sha256'
    migrate down --to 0
    expect_status 4
    expect_err 'was edited'
}

test_what_was_not_edited_has_no_edit_to_accept() {
    project
    migrate apply --to 20240101000000
    migrate resolve 20240101000000 --accept-edit --reason x
    expect_status 2
    expect_err 'has the statements that were applied, or was accepted already. There is nothing to accept'
    migrate resolve 20240102000000 --accept-edit --reason x
    expect_status 2
    expect_err 'is not applied in this database. There is nothing to accept'
    migrate resolve 20240109000000 --accept-edit --reason x
    expect_status 2
    expect_err 'is not in the migrations folder. There is nothing to accept'
}

# A text with two lines in everything that has one.
texts() {
    cat <<'SQL'
CREATE TABLE t (a text DEFAULT 'x
y' CONSTRAINT c CHECK (a <> 'p
q'));
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN NEW;
END
$$;
CREATE FUNCTION g() RETURNS text
    LANGUAGE sql
    RETURN 'one
two';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1;
SELECT 2';
CREATE VIEW v AS SELECT
    'a
b'::text AS a;
CREATE MATERIALIZED VIEW m AS SELECT 'a
b'::text AS a;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.a <> 'm
n') EXECUTE FUNCTION f();
CREATE TRIGGER arguments BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('m
n');
CREATE RULE r AS ON DELETE TO t WHERE OLD.a = 'm
n' DO INSTEAD NOTHING;
CREATE POLICY po ON t USING (a <> 'u
v');
CREATE INDEX i ON t ((a || 'k
l')) WHERE a <> 'w
z';
CREATE STATISTICS s ON (a || 'k
l'), a FROM t;
CREATE DOMAIN d AS text DEFAULT 'x
y' CHECK (VALUE <> 'k
l');
CREATE TYPE e AS ENUM ('one');
COMMENT ON TABLE t IS 'first
second';
COMMENT ON COLUMN t.a IS 'first
second';
SQL
}

test_line_ends_are_no_drift_whichever_side_has_them() {
    project
    rm -r migrations/*
    mkdir migrations/20240101000000_texts
    texts >unix.sql
    sed 's/$/\r/' unix.sql >windows.sql
    for applied in windows unix; do
        [ "$applied" = windows ] && now=unix || now=windows
        cp $applied.sql migrations/20240101000000_texts/migration.sql
        migrate apply
        expect_ok
        cp $now.sql migrations/20240101000000_texts/migration.sql
        migrate drift
        expect_status 0
        expect_no_out 'differs'
        migrate status --drift
        expect_status 0
        migrate diff --from "$DATABASE_URL" --to migrations --exit-code
        expect_status 0
        sql -c 'DROP SCHEMA migrate CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public' 2>/dev/null
    done
    mkdir schema
    cp unix.sql schema/schema.sql
    cp windows.sql migrations/20240101000000_texts/migration.sql
    migrate check
    expect_status 0
    sed 's/RETURN NEW/RETURN OLD/' unix.sql >schema/schema.sql
    migrate check
    expect_status 1
    expect_out 'public.f()'
}

test_status_says_what_to_do_about_each_environment() {
    project
    printf '[env other]\nurl = %s\n' "$DATABASE_URL" >migrate.ini
    unset DATABASE_URL
    migrate apply --env other
    expect_ok
    edit 'CREATE TABLE users (id integer, name text);'
    migrate status
    expect_status 4
    expect_out '    fix: undo the edit'
    expect_out 'migrate resolve 20240101000000 --env other --accept-edit --reason TEXT'
    migrate resolve 20240101000000 --env other --accept-edit --reason 'as the page says'
    expect_ok
    migrate status --env other
    expect_status 0
}

run_tests

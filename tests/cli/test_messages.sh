#!/usr/bin/env bash
# What the program says beside its results: its questions, -v, its verdict, and nothing that others print on its behalf.
. "$(dirname "$0")/../support/cli.sh"

files() {
    mkdir -p migrations/20240101000000_one schema
    echo 'CREATE TABLE t (a integer, note text);' >migrations/20240101000000_one/migration.sql
    echo 'CREATE TABLE t (a integer, remark text); CREATE TABLE other (b integer PRIMARY KEY, c text);' \
        >schema/schema.sql
}

# Runs the program at a terminal, where `$1` is typed; what the terminal shows is in $OUT.
at_terminal() {
    local keys=$1
    shift
    last="migrate $* (at a terminal)"
    STATUS=0
    printf '%b' "$keys" | script -qec "$(printf '%q ' "$MIGRATE" "$@")" /dev/null >"$OUT" 2>"$ERR" || STATUS=$?
}

test_a_question_about_a_rename_says_what_it_wants_to_be_answered() {
    files
    at_terminal 'what\n3\n1\n' create one_more
    expect_out 'column public.t.note is gone:'
    expect_out '1) renamed to public.t.remark'
    expect_out '2) dropped; public.t.remark is new'
    [ "$(grep -c 'type a number from 1 to 2' "$OUT")" -eq 2 ] || fail 'two wrong answers, and not two reminders'
    [ "$(grep -c 'is gone:' "$OUT")" -eq 1 ] || fail 'the question stands there more than once'
    grep -q 'RENAME COLUMN note TO remark' migrations/*_one_more/migration.sql || fail 'the answer was not obeyed'
}

test_as_many_objects_are_counted_as_are_listed() {
    files
    migrate check
    expect_status 1
    expect_out 'schema and migrations differ, and a person must decide how'
    migrate check --no-rename
    expect_out 'schema and migrations differ in 3 objects'
    migrate diff --summary --no-rename
    [ "$(grep -c '^[-+~]\|^  [-+~]' "$OUT")" -eq 3 ] || fail 'not three objects'
}

test_verbose_says_what_is_done() {
    files
    local verb
    for verb in 'check --no-rename' 'diff --no-rename' 'create two --no-rename --allow-data-loss'; do
        # shellcheck disable=SC2086
        migrate -v $verb
        expect_err 'scratch server: PostgreSQL '
        expect_err 'migrations: executing 1 file'
        expect_err 'schema: read '
        expect_err 'trying a plan of '
    done
    printf '[env dev]\nurl = embedded:\n' >migrate.ini
    migrate -v apply
    expect_status 0
    expect_err 'database: embedded:'
    expect_err '2 migrations to apply'
    expect_err 'migrations/20240101000000_one/migration.sql: statement 1 of 1: CREATE TABLE t'
}

test_agreement_with_an_error_is_a_failure_first() {
    files
    git init -q -b main .
    git add . && git commit -qm base
    git checkout -qb change
    echo 'CREATE TABLE t (a bigint, note text);' >migrations/20240101000000_one/migration.sql
    cp migrations/20240101000000_one/migration.sql schema/schema.sql
    migrate check --color=always --base main
    expect_status 1
    expect_out "$(printf '\033[31mfailed, 1 error, though both sides agree')"
}

test_what_takes_a_superuser_names_the_setting_and_the_setting_helps() {
    mkdir -p migrations/20240101000000_one schema
    echo 'CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$;' \
        >migrations/20240101000000_one/migration.sql
    {
        cat migrations/20240101000000_one/migration.sql
        echo 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();'
    } >schema/schema.sql
    migrate check
    expect_status 1
    expect_out 'set privileged = true in the section [scratch] of migrate.ini'
    migrate create two
    expect_err 'set privileged = true in the section [scratch] of migrate.ini'
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    migrate create two
    expect_status 0
    migrate check
    expect_status 0
}

# Rows that a migration writes under policies: the role of a scratch server is as bound by them as the one that applies.
test_forced_row_security_is_advised_about() {
    mkdir -p migrations/20240101000000_one schema
    cat >schema/schema.sql <<'SQL'
CREATE TABLE t (id int PRIMARY KEY, tenant text NOT NULL);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (tenant = current_setting('app.tenant', true));
SQL
    { cat schema/schema.sql; echo "INSERT INTO t VALUES (1, 'x');"; } >migrations/20240101000000_one/migration.sql
    migrate check
    expect_status 1
    expect_out 'set privileged = true in the section [scratch] of migrate.ini'
    expect_out 'only a superuser or a role with BYPASSRLS passes it'
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    migrate check
    expect_status 0
    rm migrate.ini
    sed -i 's/^INSERT.*/ALTER TABLE t NO FORCE ROW LEVEL SECURITY;\n&\nALTER TABLE t FORCE ROW LEVEL SECURITY;/' \
        migrations/20240101000000_one/migration.sql
    migrate check
    expect_status 0
}

# A container may run as a user that nobody entered anywhere.
test_a_user_without_name_and_home_is_no_reason_for_warnings() {
    [ "$(id -u)" -eq 0 ] || skip 'only root can become a user without an entry'
    files
    chmod 755 "$CLI_DIR" . && chmod -R a+rX .
    cp "$MIGRATE" migrate && chmod 755 migrate
    local verb
    for verb in status config 'check' 'drift --url postgresql://127.0.0.1:1/x'; do
        STATUS=0 last="migrate $verb"
        # shellcheck disable=SC2086
        env -i PATH="$PATH" setpriv --reuid 54321 --regid 54321 --clear-groups ./migrate $verb >"$OUT" 2>"$ERR" ||
            STATUS=$?
        expect_no_err 'GLib'
    done
    expect_err 'name the user, as in postgresql://USER@HOST/DATABASE'
    env -i PATH="$PATH" setpriv --reuid 54321 --regid 54321 --clear-groups ./migrate drift --url \
        postgresql://me@127.0.0.1:1/x >"$OUT" 2>"$ERR" || :
    expect_err 'Connection refused'
}

run_tests

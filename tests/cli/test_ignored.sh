#!/usr/bin/env bash
# What [ignore] leaves out, and what it says about that.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# The schema $1 and one migration $2; everything in the schemas `audit` and "Odd.Name" is left out.
ignoring() {
    mkdir -p schema migrations/20260101000000_one
    echo "$1" >schema/schema.sql
    echo "$2" >migrations/20260101000000_one/migration.sql
    printf '[ignore]\nschema = ^audit$; ^"Odd[.]Name"$\n' >migrate.ini
}

EVERYTHING='CREATE SCHEMA audit; CREATE TABLE audit.log (id serial PRIMARY KEY, note text CHECK (note <> $$$$));
    CREATE INDEX by_note ON audit.log (note); CREATE VIEW audit.notes AS SELECT note FROM audit.log;
    CREATE FUNCTION audit.write() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$;
    CREATE TRIGGER written BEFORE INSERT ON audit.log FOR EACH ROW EXECUTE FUNCTION audit.write();
    CREATE TYPE audit.level AS ENUM ($$low$$); CREATE DOMAIN audit.short AS text; CREATE SEQUENCE audit.numbers;
    CREATE AGGREGATE audit.total(int) (SFUNC = int4pl, STYPE = int);
    CREATE OPERATOR audit.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq); CREATE COLLATION audit.plain FROM "C";
    CREATE STATISTICS audit.together (ndistinct) ON id, note FROM audit.log;
    CREATE TEXT SEARCH CONFIGURATION audit.words (COPY = simple);
    COMMENT ON TABLE audit.log IS $$who$$; ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT SELECT ON TABLES TO PUBLIC;
    CREATE SCHEMA "Odd.Name"; CREATE TABLE "Odd.Name"."t.t" (id int);'

test_a_schema_that_is_left_out_takes_along_what_is_in_it() {
    ignoring 'CREATE TABLE t (id int);' "CREATE TABLE t (id int); $EVERYTHING"
    migrate check
    expect_ok
    expect_out 'in sync'
    printf '[ignore]\ntable = ^audit\\.\n' >migrate.ini
    migrate check
    expect_status 1
    expect_out 'audit.write()'
}

test_what_an_extension_brings_into_it_goes_along() {
    local own='CREATE SCHEMA audit; CREATE EXTENSION pg_trgm SCHEMA audit;'
    ignoring "$own" "$own"
    echo 'REVOKE EXECUTE ON FUNCTION audit.similarity(text, text) FROM PUBLIC;' >>schema/schema.sql
    printf '[scratch]\nprivileged = true\n' >>migrate.ini
    migrate check
    expect_ok
}

test_a_name_that_only_looks_like_one_is_compared() {
    ignoring 'CREATE SCHEMA auditor; CREATE TABLE auditor.log (id int); CREATE TABLE "audit.log" (id int);' 'SELECT 1;'
    migrate diff
    expect_ok
    expect_out 'CREATE TABLE auditor.log'
    expect_out 'CREATE TABLE public."audit.log"'
}

test_drift_leaves_out_the_same() {
    DATABASE_URL=$(server_database "ignored$number")
    export DATABASE_URL
    ignoring 'CREATE TABLE t (id int);' 'CREATE TABLE t (id int);'
    migrate apply
    sql <<<"$EVERYTHING"
    migrate drift
    expect_ok
    sql -c 'CREATE TABLE other (id int)'
    migrate drift
    expect_status 1
    expect_no_out audit
}

test_what_is_declared_and_left_out_is_named() {
    ignoring "CREATE TABLE t (id int); $EVERYTHING" 'CREATE TABLE t (id int);'
    for _ in 1 2; do # the second answer is not the first one remembered
        migrate check
        expect_ok
        expect_out 'note: the schema declares schema audit, which a pattern under [ignore] leaves out [ignored]'
        expect_no_out 'audit.log'
    done
    migrate create nothing
    expect_status 0
    expect_err 'note: schema audit is declared, and left out by a pattern under [ignore] in migrate.ini'
    printf '[ignore]\ntable = ^public\\.t$\n' >migrate.ini
    echo 'CREATE TABLE t (id int);' >schema/schema.sql
    migrate check
    expect_ok
    expect_out 'the schema declares table public.t'
    # It comes with each database, so that it is declared where something lies in it.
    printf '[ignore]\nschema = ^public$\n' >migrate.ini
    migrate check
    expect_ok
    expect_out 'the schema declares schema public'
    : >schema/schema.sql
    migrate check
    expect_no_out 'declares schema public'
    migrate explain ignored
    expect_ok
}

run_tests

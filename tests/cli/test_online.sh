#!/usr/bin/env bash
# `migrate create --online`: what makes nobody wait, in as many migrations as it takes. tests/online has the forms.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A history with the SQL $1, and a schema with $2.
change() {
    mkdir -p schema
    printf '[project]\nschema = schema\n' >migrate.ini
    migration 20240101000000_init "$1"
    echo "$2" >schema/schema.sql
}

names() { (cd migrations && printf '%s\n' *) | sed 's/^[0-9]*_//' | tr '\n' ' '; }

dump() { pg_dump -s --exclude-schema=migrate "$DATABASE_URL"; }

test_a_killed_sequence_goes_on_and_comes_to_the_plain_form() {
    DATABASE_URL=$(server_database "cli$number")
    export DATABASE_URL
    change 'CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (id int PRIMARY KEY);' \
        'CREATE TABLE u (id int PRIMARY KEY);
         CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL REFERENCES u, CONSTRAINT positive CHECK (a > 0));
         CREATE INDEX t_a ON t (a);'
    migrate diff
    expect_ok
    cp "$OUT" plain.sql
    migrate apply
    sql -c 'INSERT INTO u SELECT generate_series(1, 20); INSERT INTO t SELECT i, i FROM generate_series(1, 20) i'
    dump >before
    migrate create both --online
    expect_ok
    expect_no_out warning:
    [ "$(names)" = 'init both both_2 both_3 both_4 both_5 ' ] || fail "$(names)"
    for point in begin:2 intent:1 executed:1; do
        (MIGRATE_FAULT=${point%:*}:kill9:${point#*:} "$MIGRATE" apply || true) >/dev/null 2>&1
    done
    migrate apply
    expect_ok
    dump >online
    migrate down --to 20240101000000
    expect_ok
    dump | "$TOP/tests/support/dump-equal" before -
    sql -1 -f plain.sql
    dump | "$TOP/tests/support/dump-equal" online -
}

test_a_label_that_has_to_be_committed_comes_first() {
    change "CREATE TYPE s AS ENUM ('a'); CREATE TABLE t (id int, x s);" \
        "CREATE TYPE s AS ENUM ('a', 'b'); CREATE TABLE t (id int, x s NOT NULL DEFAULT 'b');"
    migrate create label --online
    expect_status 0
    [ "$(names)" = 'init label label_2 label_3 label_4 ' ]
    expect_text migrations/*_label/migration.sql 'ADD VALUE'
    migrate check
    expect_status 0
}

test_what_has_no_such_form_is_refused_by_name() {
    change 'CREATE TABLE t (id int, a int);' 'CREATE TABLE t (id int, a bigint);'
    migrate create wider --online
    expect_status 4
    expect_err 'ALTER TABLE public.t ALTER COLUMN a TYPE'
    expect_err 'takes ACCESS EXCLUSIVE on public.t while it is rewritten'
    expect_err 'add a column of the new type beside it'
    [ "$(names)" = 'init ' ]
    migrate create wider --online --no-online
    expect_status 0
    [ "$(names)" = 'init wider ' ]
}

test_a_setting_a_directive_and_sizes_choose_the_tables() {
    change 'CREATE TABLE t (id int, a int); CREATE TABLE u (id int);' \
        'CREATE TABLE t (id int, a int NOT NULL);
-- migrate: online
CREATE TABLE u (id int NOT NULL);'
    migrate create both --stdout
    expect_out 'ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;'
    expect_out 'ADD CONSTRAINT migrate_not_null_2 CHECK (id IS NOT NULL) NOT VALID'
    expect_no_out 'CHECK (a IS NOT NULL)'
    migrate create both --stdout --no-online
    expect_no_out 'NOT VALID'
    printf '[create]\nonline = true\n[check]\nsizes = sizes\n' >>migrate.ini
    echo '{"format": 1, "relations": [{"schema": "public", "name": "u", "rows": 9, "bytes": 8192}]}' >sizes
    migrate create both --stdout
    expect_out 'CHECK (a IS NOT NULL) NOT VALID'
    expect_no_out 'CHECK (id IS NOT NULL)'
    sed -i 's/CREATE TABLE u/SELECT 1; CREATE TABLE u/' schema/schema.sql
    migrate create both --stdout
    expect_status 2
    expect_err 'schema/schema.sql:2:1: the directive stands above no table'
}

test_of_several_files_all_are_written_or_none() {
    mkdir -p migrations/000003_need_2.up.sql schema
    printf '[project]\nschema = schema\n' >migrate.ini
    echo 'CREATE TABLE t (id int, a int);' >migrations/000001_init.up.sql
    echo 'DROP TABLE t;' >migrations/000001_init.down.sql
    echo 'CREATE TABLE t (id int, a int NOT NULL);' >schema/schema.sql
    migrate create need --online
    expect_status 2
    expect_err 000003_need_2.up.sql
    expect_no_out wrote
    [ "$(names)" = 'init.down.sql init.up.sql need_2.up.sql ' ]
    rmdir migrations/000003_need_2.up.sql
    migrate create need --online
    expect_status 0
    [ "$(cd migrations && printf '%s ' *need*.up.sql)" = \
        '000002_need.up.sql 000003_need_2.up.sql 000004_need_3.up.sql ' ]
}

proof_every_form_is_safe_and_leads_to_the_same() {
    "$TOP/tests/online/run" >forms || fail "$(cat forms)"
}

run_tests

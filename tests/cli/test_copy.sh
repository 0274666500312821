#!/usr/bin/env bash
# Rows behind COPY … FROM STDIN, and what else pg_dump writes for psql.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# A database with values that COPY writes otherwise than they are, dumped into $1.
dump() {
    DATABASE_URL=$(server_database "from$number")
    export DATABASE_URL
    sql >/dev/null <<'SQL'
CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t text, b bytea, j jsonb, x text[],
    g int GENERATED ALWAYS AS (length(t)) STORED);
INSERT INTO a (t, b, j, x) VALUES (E'tab\there\nnew\\line''q"', '\xdeadbeef', '{"a": "b\tc"}', '{x,"y\"z",NULL}'),
    (NULL, NULL, NULL, NULL), ('-- migrate: no-transaction', '', '{}', '{}'),
    ('\.', NULL, NULL, NULL), (E'a\rb;', '', '[]', '{}');
CREATE TABLE "B c" (id serial, a int REFERENCES a);
INSERT INTO "B c" (a) SELECT 1 FROM generate_series(1, 300);
CREATE TABLE empty (x int);
SQL
    pg_dump -O "$DATABASE_URL" >"$1"
}

rows() { pg_dump -O --data-only -N migrate "$1" | grep -vE '^(\\(un)?restrict|--)'; }

test_a_dump_with_rows_is_a_schema_and_a_migration() {
    dump dump.sql
    rows "$DATABASE_URL" >wanted
    printf '[project]\nschema = dump.sql\n' >migrate.ini
    migrate diff --from empty
    expect_ok
    expect_out 'CREATE TABLE public."B c"'
    for head in '' '-- migrate: no-transaction'; do
        DATABASE_URL=$(server_database "to$number${head:+_alone}")
        rm -rf migrations
        migration 20240101000000_base "$head
$(cat dump.sql)"
        migrate apply
        expect_ok
        rows "$DATABASE_URL" | diff wanted - >&2 || fail "other rows${head:+ outside a transaction}"
    done
    migrate drift
    expect_ok
    git init -q -b main .
    migrate check
    expect_status 0
}

# Every byte of a row counts, also what would be a comment or a blank in SQL.
test_an_edit_of_rows_is_an_edit() {
    project
    migration 20240102000000_rows 'CREATE TABLE r (t text);
COPY r FROM stdin;
a -- b
\.'
    migrate apply
    expect_ok
    sed -i 's/^-- /--  /; s/^CREATE/-- why\nCREATE/' migrations/20240102000000_rows/migration.sql
    migrate status
    expect_ok
    sed -i 's/a -- b/a  -- b/' migrations/20240102000000_rows/migration.sql
    migrate status
    expect_status 4
    expect_out edited
}

test_rows_are_nobodys_to_lay_out() {
    mkdir schema
    local rows='COPY t FROM stdin;\na  \n\n\n\n  b\n\\.\n'
    printf 'CREATE TABLE t (a   text);   \n\n\n\n'"$rows"'CREATE INDEX i ON t USING btree (a);\n' >schema/s.sql
    migrate schema format schema/s.sql
    expect_ok
    printf 'CREATE TABLE t (a   text);\n\n'"$rows"'CREATE INDEX i ON t (a);\n' | diff - schema/s.sql >&2 ||
        fail 'the rows were touched'
}

test_what_is_wrong_with_rows_has_its_place() {
    project
    migration 20240102000000_rows 'CREATE TABLE r (n int);
COPY r FROM stdin;
1
x
\.'
    migrate apply
    expect_status 1
    expect_err 'migrations/20240102000000_rows/migration.sql:4:1'
    migrate diff --from empty --to migrations
    expect_status 2
    expect_err 'migrations/20240102000000_rows/migration.sql:4:1'
    printf 'COPY r FROM stdin;\n1\n' >migrations/20240102000000_rows/migration.sql
    migrate apply
    expect_status 2
    expect_err 'migration.sql:1:1: the rows of COPY … FROM STDIN begin on the line behind its semicolon'
}

run_tests

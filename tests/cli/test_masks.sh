#!/usr/bin/env bash
# What a schema says of its columns, and what the gate makes of it. Masks at work are in test_copy.sh.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/answers.sh"

shop() {
    git init -q -b main .
    mkdir -p schema migrations/20240101000000_one
    cat >schema/shop.sql <<'SQL'
CREATE TABLE users (id bigint PRIMARY KEY, mail text UNIQUE, "Full Name" text, born date, ip inet, more jsonb,
    n integer);
SQL
    cp schema/shop.sql migrations/20240101000000_one/migration.sql
    printf '[mask]\nstrict = true\n' >migrate.ini
    git add -A
    git -c user.name=a -c user.email=a@b commit -qm one
    git checkout -qb change
}

add() {
    mkdir -p migrations/20240102000000_two
    tee -a schema/shop.sql | grep -v migrate: >migrations/20240102000000_two/migration.sql
}

found() {
    ask "[(f['code'], f['message'].split(': ')[-1], f['location']['line']) for f in a['findings']
        if f['code'] in ('wrong-mask', 'unclassified-column')]"
}

test_new_columns_have_to_say_whether_they_are_personal() {
    shop
    answers 0 check
    [ "$(found)" = '[]' ]
    add <<'SQL'
ALTER TABLE users ADD nick varchar(9);
CREATE TABLE orders (
    id integer,
    mail text REFERENCES users (mail),
    note text,
    -- migrate: not personal
    at timestamptz,
    up text GENERATED ALWAYS AS (upper(note)) STORED,
    words text[],
    price numeric
);
SQL
    answers 1 check
    [ "$(found)" = "[('unclassified-column', 'nick', 3), ('unclassified-column', 'note, words', 7)]" ] ||
        [ "$(found)" = "[('unclassified-column', 'note, words', 7), ('unclassified-column', 'nick', 3)]" ] ||
        fail "$(found)"
    # What was found in sync before, too.
    answers 1 check
    sed -i 's/^ALTER.*/-- migrate: mask text\n&/; s/^CREATE TABLE orders/-- migrate: mask null\n&/' schema/shop.sql
    answers 0 check
    sed -i '/mask null/d' schema/shop.sql
    printf '[check]\nunclassified-column = warning\n' >>migrate.ini
    answers 0 check
    [ "$(found)" = "[('unclassified-column', 'note, words', 8)]" ]
    sed -i 's/strict = true/strict = false/' migrate.ini
    answers 0 check
    [ "$(found)" = '[]' ]
}

test_a_mask_that_is_none_is_found_where_it_stands() {
    shop
    sed -i -e 's/^CREATE TABLE users (id bigint PRIMARY KEY, /&\n-- migrate: mask emial\n/' \
        -e 's/"Full Name"/\n-- migrate: mask partial -1\n&/' schema/shop.sql
    answers 1 check
    [ "$(found)" = "[('wrong-mask', 'there is no mask \"emial\"; did you mean \"email\"?', 2), ('wrong-mask', \
'FIRST of mask partial has to be a whole number from 0 to 1000, not \"-1\"', 4)]" ] || fail "$(found)"
    echo '-- migrate: mask' >>schema/shop.sql
    echo 'CREATE VIEW v AS SELECT 1;' >>schema/shop.sql
    migrate check
    expect_status 2
    expect_err 'expected "-- migrate: mask KIND"'
    sed -i 's/-- migrate: mask$/-- migrate: mask text/' schema/shop.sql
    migrate check
    expect_status 2
    expect_err 'the directive stands above nothing that has rows'
}

test_prismas_language_says_it_in_comments() {
    mkdir -p prisma/migrations/20240101000000_one
    cat >prisma/schema.prisma <<'PRISMA'
datasource db {
  provider = "postgresql"
}
/// @migrate not personal
model Pupil {
  id Int @id
  /// @migrate mask emial
  mail String
  town String
}
model Visit {
  id Int @id
  place String /// @migrate mask city
  note String
}
PRISMA
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    printf '[mask]\nstrict = true\n' >>migrate.ini
    migrate diff --from empty --to schema
    cp "$OUT" prisma/migrations/20240101000000_one/migration.sql
    answers 1 check
    [ "$(found)" = "[('wrong-mask', 'there is no mask \"emial\"; did you mean \"email\"?', 8), \
('unclassified-column', 'note', 14)]" ] ||
        fail "$(found)"
    sed -i 's/mask emial/mask email/; s/note String/note Pupil[]/' prisma/schema.prisma
    sed -i 's/^  town String/&\n  \/\/\/ @migrate mask text\n}/' prisma/schema.prisma
    migrate check
    expect_status 1
    expect_out 'a directive above says what is personal, but of no field'
}

run_tests

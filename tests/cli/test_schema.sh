#!/usr/bin/env bash
# The schema's files: written from a history, a database and a dump, added to, and formatted.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/dumps.sh"

history() {
    printf '[project]\nschema = schema\nmigrations = migrations\n' >migrate.ini
    migration 20240101000000_first "CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE TABLE app.users (id bigserial PRIMARY KEY, mail varchar(80) NOT NULL, mood app.mood DEFAULT 'ok',
    boss bigint REFERENCES app.users);
CREATE TABLE posts (id int PRIMARY KEY, author bigint, body text);
INSERT INTO posts VALUES (1, NULL, 'x');"
    migration 20240102000000_second "ALTER TABLE app.users ADD COLUMN favourite int REFERENCES posts;
ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES app.users ON DELETE CASCADE;
CREATE INDEX ON posts (author) WHERE body IS NOT NULL AND (body <> '');
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE VIEW app.busy WITH (security_barrier) AS
    SELECT u.id FROM app.users u JOIN posts p ON p.author = u.id WHERE u.mood = 'ok';
COMMENT ON TABLE posts IS 'what they wrote';
UPDATE posts SET body = '';"
    migration 20240103000000_parts "CREATE TABLE m (id int, at date NOT NULL, v int, kind text,
    PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX m_v ON m (v);
CREATE INDEX m_kind ON m (kind);
CREATE INDEX m_at ON m USING brin (at);"
}

test_what_is_exported_makes_the_same_database() {
    history
    load_into "schema$number" migrations/*/migration.sql
    dumped >wanted
    for layout in one by-schema by-object; do
        migrate schema export --layout "$layout" -o "out-$layout"
        expect_ok
        load_into "schema${number}_${layout/-/_}" "out-$layout"/*.sql
        dumped | diff wanted - >&2 || fail "$layout comes to something else"
    done
    expect_file out-one/schema.sql
    [ "$(ls out-by-schema | wc -l)" -ge 2 ] || fail 'one file for two schemas'
    expect_file "$(echo out-by-object/*_m.sql)"
}

test_a_schema_of_included_files_is_one() {
    printf '[project]\nschema = schema\nmigrations = migrations\n' >migrate.ini
    migration 20240101000000_first 'CREATE TABLE a (id int); CREATE VIEW v AS SELECT id FROM a;'
    mkdir -p schema/parts
    echo 'CREATE TABLE a (id int);' >schema/parts/z.sql
    printf '\\ir parts/z.sql\nCREATE VIEW v AS SELECT id FROM a;\n' >schema/main.sql
    migrate check
    expect_status 0
    migrate schema export --merge
    expect_status 2
    expect_err 'schema/main.sql includes other files'
    echo 'CREATE TABLE a (id integr);' >schema/parts/z.sql
    migrate check
    expect_status 1
    expect_out 'schema/parts/z.sql:1:20: error: type "integr" does not exist'
    expect_out 'CREATE TABLE a (id integr)'
}

test_the_same_catalog_gives_the_same_bytes() {
    history
    migrate schema export
    expect_ok
    for source in migrations schema/schema.sql; do
        migrate schema export "$source" -o again.sql
        expect_ok
        cmp schema/schema.sql again.sql >&2 || fail "another text from $source"
        rm again.sql
    done
    migrate schema format --check
    expect_ok
    git init -q -b main .
    migrate check
    expect_status 0
}

test_comments_are_kept() {
    printf '[project]\nmigrations = migrations\n' >migrate.ini
    migration 20240101000000_first "-- Licence

-- CreateTable
-- People who write.
CREATE TABLE users (
    id int, -- never shown
    /* in
     * years */
    age int,
    gone int, -- for a while
    CONSTRAINT old CHECK (age > 3) -- for now
); -- of no concern
-- Finds them.

CREATE INDEX by_age ON users (age);"
    migration 20240102000000_second '-- migrate: allow drop-column
ALTER TABLE users DROP COLUMN gone;
-- In the shop.
ALTER TABLE users ADD COLUMN nick text;'
    migrate schema export
    expect_ok
    diff - schema/schema.sql >&2 <<'SQL' || fail 'other comments'
-- People who write.
CREATE TABLE public.users (
    -- never shown
    id integer,
    -- in
    -- years
    age integer,
    -- In the shop.
    nick text,
    -- for now
    CONSTRAINT old CHECK (age > 3)
);

CREATE INDEX by_age ON public.users (age);
SQL
    migrate schema format --check
    expect_ok
    migrate schema export schema -o again.sql
    cmp schema/schema.sql again.sql >&2 || fail 'another text'
}

# Rows are no part of it, and said.
test_what_is_written_reads_as_by_hand() {
    history
    migrate schema export
    [ "$(grep -cE '^(CREATE|ALTER|COMMENT).* (m|m1|m2)( |$|_|\.)' schema/schema.sql)" -le 6 ] ||
        fail 'the partitions take more than 6'
    expect_text schema/schema.sql 'CREATE TABLE public.m1 PARTITION OF public.m'
    expect_text schema/schema.sql 'CREATE VIEW app.busy WITH (security_barrier = true) AS'
    expect_text schema/schema.sql "mood app.mood DEFAULT 'ok'"
    expect_text schema/schema.sql "WHERE body IS NOT NULL AND body <> '';"
    expect_text schema/schema.sql 'id bigserial,'
    expect_text schema/schema.sql 'REFERENCES app.users(id) ON DELETE CASCADE'
    expect_out '2 statements of the source about rows'
    expect_out 'migrations/20240101000000_first/migration.sql:6: INSERT INTO posts'
    expect_out 'migrations/20240102000000_second/migration.sql:9: UPDATE posts'
    ! grep -q 'INSERT' schema/schema.sql || fail 'rows are in the schema'
}

# What the server prints of these is not what people write, and what they write is not always the same.
test_expressions_are_said_as_by_hand_where_that_is_the_same() {
    history
    migration 20240104000000_words "CREATE DOMAIN short AS varchar(9) CHECK (value NOT LIKE '%x');
CREATE TABLE words (a text, v varchar(20), m app.mood, j jsonb, s short,
  CHECK (a LIKE 'x%'), CHECK (v ILIKE 'y' OR v IN ('p', 'q')), CHECK (a NOT IN ('p', 'q')),
  CHECK (m IN ('sad', 'ok') AND m <> 'ok'), CHECK (j ->> 'k' = '1'), CHECK (a = ANY (ARRAY['one'])),
  CHECK (v::bpchar = 'x'), CHECK (a IN ('p', v)), n int, k int, CHECK (n::text = '1'), CHECK (n = ANY (ARRAY[k, 5])));
CREATE TABLE other (a text, CHECK (a ~~ 'x' AND 'x'::varchar = a));
CREATE VIEW picked AS SELECT a FROM words WHERE v = 'x' AND a IN (SELECT a FROM other);"
    load_into "words$number" migrations/*/migration.sql
    dumped >wanted
    migrate schema export
    expect_ok
    for words in "a LIKE 'x%'" "v ILIKE 'y' OR v IN ('p', 'q')" "a NOT IN ('p', 'q')" \
        "m IN ('sad', 'ok') AND m <> 'ok'" "(j ->> 'k') = '1'" "VALUE NOT LIKE '%x'" "WHERE words.v = 'x'"; do
        expect_text schema/schema.sql "$words"
    done
    # Shorter words come to something else.
    expect_text schema/schema.sql "n::text = '1'"
    expect_text schema/schema.sql 'n = ANY (ARRAY[k, 5])'
    load_into "said$number" schema/schema.sql
    dumped | diff wanted - >&2 || fail 'it comes to something else'
    migrate schema export migrations -o again.sql
    cmp schema/schema.sql again.sql || fail 'another text'
}

# Without its cast an operator can be another one, and which one depends on the search path.
test_with_operators_of_ones_own_nothing_is_said_otherwise() {
    project
    rm -rf migrations schema
    mkdir schema
    for own in 'CREATE EXTENSION citext; CREATE TABLE t (code citext);' \
        "CREATE FUNCTION lk(varchar, varchar) RETURNS boolean LANGUAGE sql IMMUTABLE AS \$\$SELECT false\$\$;
        CREATE OPERATOR ~~ (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = lk);
        CREATE TABLE t (code varchar(9));"; do
        rm -rf migrations
        migration 20240101000000_one "$own"
        printf '%s\n' "$own" "ALTER TABLE t ADD CONSTRAINT c CHECK (code::text <> 'abc' AND code::text LIKE 'A%');" \
            >schema/schema.sql
        migrate diff
        expect_ok
        expect_out "CHECK (code::text <> 'abc'::text AND code::text ~~ 'A%'::text)"
        expect_no_out 'DROP CONSTRAINT'
        migrate create two
        expect_status 0
        migrate show t
        expect_out "code::text <> 'abc'::text"
    done
}

test_a_database_is_exported_without_ledgers_and_members_of_extensions() {
    project
    migrate apply
    sql -c 'CREATE EXTENSION citext' -c 'CREATE TABLE goose_db_version (id int)' -c 'CREATE TABLE mine (c citext)'
    migrate schema export "$DATABASE_URL" -o out
    expect_ok
    expect_text out/schema.sql 'CREATE EXTENSION IF NOT EXISTS citext'
    expect_text out/schema.sql 'c public.citext'
    if grep -E 'goose|migrate\.' out/schema.sql; then fail 'a ledger is in the schema'; fi
    expect_out 'members of extensions'
    expect_out 'ledgers of migration tools included'
}

test_files_that_are_there_are_refused() {
    history
    mkdir schema
    echo '-- mine' >schema/mine.sql
    migrate schema export
    expect_status 2
    expect_err 'schema holds SQL already (schema/mine.sql). --merge adds'
    [ "$(cat schema/mine.sql)" = '-- mine' ] || fail 'it was touched'
    migrate schema export -o elsewhere
    expect_ok
    expect_file elsewhere/schema.sql
}

# By hand in 20 places: the added lines are all that changes.
test_a_merge_adds_and_touches_nothing_else() {
    history
    migrate schema export
    awk '/^CREATE|^ALTER|^COMMENT/ { printf "-- by hand %d  \n\n\n", NR } { print }' schema/schema.sql |
        sed -e 's/^    body text,/    body   text, -- said here/' -e '/^CREATE INDEX m_kind/d' -e \
            '/favourite integer,/d' \
            -e '/users_favourite_fkey/{N;d}' -e '/^CREATE TRIGGER/d' >edited
    [ "$(grep -c 'by hand' edited)" -ge 15 ] || fail 'too few places'
    cp edited schema/schema.sql
    git init -q -b main .
    migrate check
    expect_status 1
    expect_out 'or, where the migrations are right, `migrate schema export --merge`'
    migrate schema export --merge
    expect_ok
    expect_out 'objects added:'
    diff edited schema/schema.sql | grep '^<' >&2 && fail 'something else was touched'
    expect_text schema/schema.sql 'ADD COLUMN favourite integer'
    expect_text schema/schema.sql 'CREATE TRIGGER touch'
    migrate check
    expect_status 0
    migrate schema export --merge
    expect_ok
    expect_out 'nothing to add'
}

test_what_is_stated_differently_stays() {
    history
    migrate schema export
    sed -i -e 's/v integer/v bigint/' -e '/^CREATE INDEX m_kind/d' schema/schema.sql
    cp schema/schema.sql edited
    migrate schema export --merge
    expect_ok
    expect_out 'column public.m.v'
    expect_out 'index public.m_kind'
    diff edited schema/schema.sql | grep '^<' >&2 && fail 'something else was touched'
    expect_text schema/schema.sql 'v bigint'
    expect_text schema/schema.sql 'CREATE INDEX m_kind'
}

test_beside_prisma_only_what_it_does_not_state_is_written() {
    mkdir prisma
    printf 'datasource db {\n  provider = "postgresql"\n}\nmodel Pupil {\n  id Int @id\n}\n' >prisma/schema.prisma
    cp prisma/schema.prisma before
    migration 20240101000000_first 'CREATE TABLE "Pupil" (id int CONSTRAINT "Pupil_pkey" PRIMARY KEY, name text);
ALTER TABLE "Pupil" ADD CONSTRAINT positive CHECK (id > 0);
CREATE INDEX large ON "Pupil" (id) WHERE id > 100;
CREATE VIEW pupils AS SELECT id FROM "Pupil";'
    printf '[project]\nschema = prisma/schema.prisma\n' >migrate.ini
    migrate schema export -o prisma/sql
    expect_status 0
    expect_err 'write `schema = prisma/schema.prisma, prisma/sql` in migrate.ini, remove'
    rm -r prisma/sql
    printf '[project]\nschema = prisma/schema.prisma, prisma/sql\n' >migrate.ini
    migrate schema export
    expect_ok
    expect_text prisma/sql/schema.sql 'CREATE VIEW public.pupils'
    expect_text prisma/sql/schema.sql 'ADD CONSTRAINT positive'
    expect_text prisma/sql/schema.sql 'CREATE INDEX large'
    if grep -q 'CREATE TABLE\|ADD COLUMN' prisma/sql/schema.sql; then fail 'it states what prisma does'; fi
    expect_out '3 objects added'
    expect_out '1 statement for what a file'
    expect_out 'ALTER TABLE public."Pupil" ADD COLUMN name text'
    migrate schema export
    expect_ok
    expect_out '1 statement for what a file'
    expect_no_out added
    expect_no_out 'nothing to add'
    cmp before prisma/schema.prisma >&2 || fail 'the .prisma file was written'
    migrate schema export -o prisma/schema.prisma
    expect_status 2
}

test_what_cannot_be_executed_writes_nothing() {
    history
    migration 20240104000000_broken 'CREATE TABLE broken (id nonsense);'
    migrate schema export
    expect_status 2
    expect_err 'nonsense'
    expect_no_file schema
}

test_format_changes_the_layout_and_nothing_else() {
    mkdir schema
    printf '%s\n' '-- above  ' 'CREATE TABLE t (a int, -- first' '  b int CHECK (((b > 1) AND (a > 2))) );' '' '' '' \
        'CREATE INDEX i ON t USING btree (a);  -- behind' '/* last */' >schema/schema.sql
    migrate schema format --check
    expect_status 1
    expect_out 'error: schema/schema.sql is not formatted [not-formatted]'
    expect_out 'fix: migrate schema format schema/schema.sql'
    migrate schema format
    expect_ok
    diff - schema/schema.sql >&2 <<'SQL' || fail 'another layout'
-- above
CREATE TABLE t (a int, -- first
  b int CHECK (b > 1 AND a > 2) );

CREATE INDEX i ON t (a);  -- behind
/* last */
SQL
    sed -i 's/$/\r/' schema/schema.sql
    cp schema/schema.sql before
    migrate schema format --check
    expect_ok
    sed -i 's/CHECK (b > 1 AND a > 2)/CHECK ((b > 1) AND (a > 2))/' schema/schema.sql
    migrate schema format
    expect_ok
    cmp before schema/schema.sql >&2 || fail 'other line ends'
    echo "SELECT 'open" >schema/schema.sql
    migrate schema format
    expect_status 2
    expect_err 'schema/schema.sql:1:8'
}

test_another_command_is_refused() {
    migrate schema import
    expect_status 2
    expect_err 'has no command "import"'
}

run_tests

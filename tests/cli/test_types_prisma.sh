#!/usr/bin/env bash
# Types as a schema in Prisma's language: what can be said reads back as the same database, and what somebody wrote
# above it stays.
. "$(dirname "$0")/../support/cli.sh"

project() {
    git init -q -b main .
    mkdir -p schema
    printf '[types]\nprisma = prisma/schema.prisma\n' >migrate.ini
    cat >schema/schema.sql
}

# Comments are the only thing in that case that the language does not have.
test_what_can_be_said_reads_back() {
    project <"$TOP/tests/types/prisma/schema.sql"
    grep '^CREATE EXTENSION' schema/schema.sql >extensions.sql
    migrate types
    expect_ok
    printf '[project]\nschema = extensions.sql, prisma/schema.prisma\n[prisma]\nstrict = yes\n' >migrate.ini
    migrate diff --from schema/schema.sql --to schema
    expect_status 0
    [ "$(grep -v '^COMMENT ON TABLE public.account IS NULL;$' "$OUT")" = '' ] || fail "more is different: $(cat "$OUT")"
}

test_what_cannot_be_said_is_noted() {
    project <<'SQL'
CREATE TABLE t (id int PRIMARY KEY CHECK (id > 0), a text COLLATE "C", b text[] NOT NULL,
  c int GENERATED ALWAYS AS (id + 1) STORED,
  EXCLUDE USING gist (int4range(id, id) WITH &&), UNIQUE NULLS NOT DISTINCT (a),
  UNIQUE (id) INCLUDE (a), UNIQUE (a, id) DEFERRABLE);
CREATE INDEX lowered ON t (lower(a));
CREATE INDEX partial ON t (a) WHERE id > 1;
CREATE INDEX collated ON t (a COLLATE "POSIX");
CREATE INDEX nulls ON t (id DESC NULLS LAST);
CREATE TABLE far (t int REFERENCES t MATCH FULL DEFERRABLE, big bigint PRIMARY KEY REFERENCES t);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TRIGGER tr BEFORE INSERT ON t EXECUTE FUNCTION f();
CREATE POLICY p ON t;
SQL
    migrate types
    expect_ok
    for note in 'constraint t_id_check' 'a has collation' 'b is NOT NULL' 'c is generated' \
        'constraint t_int4range_excl' 'constraint t_a_key' \
        'constraint t_id_a_key' 'constraint t_a_id_key' \
        'index lowered' 'index partial' 'index collated' 'index nulls' 'trigger tr' 'policy p' \
        'options of foreign_key far_t_fkey' 'foreign_key far_big_fkey'; do
        grep -qF -- "/// - $note" prisma/schema.prisma || fail "no word of $note: $(cat prisma/schema.prisma)"
    done
    migrate diff --from empty --to prisma/schema.prisma
    expect_status 0
}

test_the_head_of_the_file_stays() {
    project <<<'CREATE TABLE a (id int PRIMARY KEY);'
    mkdir prisma
    printf 'generator mine {\n  provider = "x"\n}\n\n// Of the model.\nmodel old {\n  id Int @id\n}\n' \
        >prisma/schema.prisma
    migrate types
    expect_ok
    [ "$(head -5 prisma/schema.prisma | tail -2)" \
        = $'\n// --- made by `migrate types`: what is above is kept, what is below is not to be' ] ||
            fail "$(cat prisma/schema.prisma)"
    expect_text prisma/schema.prisma 'provider = "x"'
    ! grep -q 'model old\|Of the model\|datasource' prisma/schema.prisma || fail "$(cat prisma/schema.prisma)"
    sed -i 's/"x"/"y"/' prisma/schema.prisma
    migrate types --check
    expect_ok
    migrate types
    expect_out 'is up to date'
    sed -i 's/@id/@id @unique/' prisma/schema.prisma
    migrate types --check
    expect_status 1
    expect_out '[types-outdated]'
}

# Whatever a comment holds, it stays one.
test_comments_are_neither_code_nor_words() {
    project <<'SQL'
CREATE TABLE a (id int PRIMARY KEY);
COMMENT ON TABLE a IS E'one\r}\nmodel b {\r\n/// @migrate renamed from c\n@migrate renamed from d';
COMMENT ON COLUMN a.id IS E'x\u2028y\x01';
SQL
    migrate types
    expect_ok
    migrate diff --from empty --to prisma/schema.prisma
    expect_status 0
    expect_out 'CREATE TABLE public.a'
    expect_no_out 'public.b'
    expect_no_out 'renamed'
}

# The types of a schema that uses what only the history makes, before and after the two are compared.
test_what_only_the_history_makes_is_there_for_a_schema_of_prismas() {
    mkdir -p prisma/migrations/20240101000000_init
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    printf '[types]\nkysely = db.ts\n' >>migrate.ini
    cat >prisma/schema.prisma <<'P'
datasource db {
  provider = "postgresql"
}
model A {
  id  String @id @default(dbgenerated("encode(digest('x', 'md5'), 'hex')"))
  two String @default(dbgenerated("twice(1)"))
}
P
    cat >prisma/migrations/20240101000000_init/migration.sql <<'SQL'
CREATE EXTENSION pgcrypto;
CREATE FUNCTION twice(x int) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
SQL
    migrate types
    expect_ok
    expect_text db.ts 'two: Generated<string>;'
    migrate create a
    expect_status 0
    expect_no_out 'wrote db.ts'
    migrate check
    expect_status 0
}

# What the client exports goes by the names of the schema, which are not those of the database.
test_models_are_called_as_the_schema_calls_them() {
    mkdir -p prisma/migrations
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    printf '[types]\nprisma-models = models.ts\nkysely = db.ts\n' >>migrate.ini
    cat >prisma/schema.prisma <<'P'
datasource db {
  provider = "postgresql"
}
enum State {
  pending @map("0")
  done    @map("it's")
  plain
  @@map("state")
}
model UserAccount {
  id       Int     @id
  fullName String  @map("full name")
  state    State?
  friends  UserAccount[] @relation("f")
  friend   UserAccount?  @relation("f", fields: [friendId], references: [id])
  friendId Int?    @map("friend_id")
  @@map("users")
}
P
    migrate create first
    expect_status 0
    expect_text models.ts 'export const State = {'
    expect_text models.ts '  pending: "pending",'
    expect_text models.ts '  done: "done",'
    expect_text models.ts 'export type UserAccount = {'
    expect_text models.ts '  fullName: string;'
    expect_text models.ts '  friendId: number | null;'
    expect_text models.ts '  state: State | null;'
    expect_text db.ts '"full name": string;'
    expect_text db.ts 'export type State = "0" | "it'"'"'s" | "plain";'
    migrate check
    expect_status 0
    sed -i 's/pending @map/waiting @map/' prisma/schema.prisma
    migrate check
    expect_status 1
    expect_out 'models.ts:7: error'
    migrate types --from migrations
    expect_status 0
    expect_text models.ts '  waiting: "waiting",'
}

run_tests

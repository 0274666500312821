#!/usr/bin/env bash
# What a schema in Prisma's language and a history say in other words, and mean the same, or do not. Each verdict is
# that of Prisma's own engine.
. "$(dirname "$0")/../support/cli.sh"

# A project as Prisma lays it out; the datasource has these lines, the models are on standard input.
project() {
    mkdir -p prisma/migrations/20240101000000_init
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    { printf 'datasource db {\n  provider = "postgresql"\n'; printf '  %s\n' "$@" '}'; cat; } >prisma/schema.prisma
}

history() { cat >prisma/migrations/20240101000000_init/migration.sql; }

in_sync() {
    migrate diff --exit-code
    expect_status 0
    expect_no_out
}

test_defaults_are_the_same_by_their_values() {
    project <<'P'
model A {
  id Int      @id
  a  Float    @default(-1.5)
  b  Decimal  @default(-2.0)
  c  Float    @default(100)
  d  String   @default("a") @db.VarChar(5)
  e  String[] @default(["a", "it's, q"])
  f  Int[]    @default([1, -2])
  g  String[] @default([])
  h  BigInt   @default(9007199254740993)
}
P
    history <<'SQL'
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, a double precision NOT NULL DEFAULT -1.50,
    b decimal(65,30) NOT NULL DEFAULT -2, c double precision NOT NULL DEFAULT 1e2,
    d varchar(5) NOT NULL DEFAULT 'a'::text,
    e text[] DEFAULT '{a,"it''s, q"}', f int[] DEFAULT '{1,-2}', g text[] DEFAULT '{}',
    h bigint NOT NULL DEFAULT '9007199254740993');
SQL
    in_sync
    sed -i 's/-1.50/-1.51/; s/{1,-2}/{1,2}/; s/a."it/b,"it/' prisma/migrations/*/migration.sql
    migrate diff --exit-code
    expect_status 1
    expect_out "a SET DEFAULT '-1.5'::numeric"
    expect_out 'f SET DEFAULT ARRAY[1,'
    expect_out 'e SET DEFAULT'
    expect_no_out 'b SET'
}

test_a_sequence_of_its_own_is_autoincrement_and_another_one_is_not() {
    project <<'P'
model A {
  id Int @id @default(autoincrement())
  n  Int @default(dbgenerated("nextval('second')"))
}
P
    history <<'SQL'
CREATE SEQUENCE counter; CREATE SEQUENCE first; CREATE SEQUENCE second;
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY DEFAULT nextval('counter'),
    n int NOT NULL DEFAULT nextval('second'));
SQL
    in_sync
    sed -i "s/DEFAULT nextval('second')/DEFAULT nextval('first')/" prisma/migrations/*/migration.sql
    migrate diff --exit-code
    expect_status 1
    expect_out "SET DEFAULT nextval('public.second'::regclass)"
    expect_no_out counter
}

test_operator_classes_count_where_prisma_sees_them() {
    project <<'P'
model A {
  id Int    @id
  a  String @unique
  b  String
  c  Json
  my_ops Int
  @@index([b])
  @@index([a], type: Hash)
  @@index([b(ops: raw("text_pattern_ops"))], map: "said")
  @@index([c(ops: JsonbOps)], type: Gin)
  @@index([id, my_ops], map: "two")
}
P
    history <<'SQL'
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, a text NOT NULL, b text NOT NULL, c jsonb NOT NULL,
    my_ops int NOT NULL);
CREATE UNIQUE INDEX "A_a_key" ON "A"(a text_pattern_ops);
CREATE INDEX "A_b_idx" ON "A"(b text_pattern_ops);
CREATE INDEX "A_a_idx" ON "A" USING hash (a text_pattern_ops);
CREATE INDEX said ON "A"(b text_pattern_ops);
CREATE INDEX "A_c_idx" ON "A" USING gin (c);
CREATE INDEX two ON "A"(id, my_ops);
SQL
    in_sync
    sed -i 's/(c)/(c jsonb_path_ops)/; s/said ON "A"(b text_pattern_ops)/said ON "A"(b)/; s/(id, my_ops)/(id)/' \
        prisma/migrations/*/migration.sql
    migrate diff --exit-code
    expect_status 1
    expect_out 'DROP INDEX public."A_c_idx"'
    expect_out 'DROP INDEX public.said'
    expect_out 'DROP INDEX public.two'
    expect_no_out A_b_idx
}

test_a_domain_is_its_type() {
    project <<'P'
model A {
  id Int     @id
  a  String  @db.VarChar(20)
  b  String
}
P
    history <<'SQL'
CREATE DOMAIN word AS varchar(20) CHECK (value <> '');
CREATE DOMAIN text_ AS text;
CREATE DOMAIN longer AS text_;
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, a word NOT NULL, b longer NOT NULL);
SQL
    in_sync
    # A domain that takes no NULL is another type than one that does.
    sed -i 's/(20)$/(30)/; s/^  b  String/&?/' prisma/schema.prisma
    sed -i 's/AS text;/AS text NOT NULL;/; s/longer NOT NULL/longer/' prisma/migrations/*/migration.sql
    migrate diff --exit-code
    expect_status 1
    expect_out 'COLUMN a TYPE character varying(30)'
    expect_out 'COLUMN b TYPE text'
}

test_only_the_schemas_that_are_listed_are_looked_into() {
    project 'schemas = ["app", "Other", "empty"]' <<'P'
model A {
  id Int @id
  @@schema("app")
}
P
    history <<'SQL'
CREATE SCHEMA app; CREATE SCHEMA "Other"; CREATE SCHEMA empty;
CREATE TABLE app."A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);
CREATE TABLE public.beside (id int PRIMARY KEY);
CREATE TYPE public.mood AS ENUM ('sad');
SQL
    in_sync
    expect_err '1 enum'
    cat >>prisma/migrations/20240101000000_init/migration.sql <<'SQL'
CREATE TABLE "Other".left_over (id int PRIMARY KEY);
CREATE TYPE empty.mood AS ENUM ('sad');
SQL
    migrate diff --exit-code
    expect_status 1
    expect_out 'DROP TABLE "Other".left_over'
    expect_out 'DROP TYPE empty.mood'
    expect_no_out public
}

test_a_table_that_inherits_is_a_table_and_a_partition_is_none() {
    project <<'P'
model A {
  id Int
  d  DateTime @db.Date
  @@id([id, d])
}
model B {
  id Int @id
}
P
    history <<'SQL'
CREATE TABLE "A" (id int, d date, CONSTRAINT "A_pkey" PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
CREATE TABLE a1 PARTITION OF "A" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE "B" (id int CONSTRAINT "B_pkey" PRIMARY KEY);
SQL
    in_sync
    echo 'CREATE TABLE heir () INHERITS ("B");' >>prisma/migrations/20240101000000_init/migration.sql
    migrate diff --exit-code
    expect_status 1
    expect_out 'DROP TABLE public.heir'
    expect_no_out a1
}

test_a_second_unique_key_is_kept_whatever_it_is() {
    project <<'P'
model A {
  id Int @id
  a  Int @unique
  b  Int @unique
}
P
    history <<'SQL'
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, a int NOT NULL CONSTRAINT "A_a_key" UNIQUE,
    b int NOT NULL CONSTRAINT again UNIQUE);
CREATE UNIQUE INDEX more ON "A"(a);
CREATE UNIQUE INDEX "A_b_key" ON "A"(b);
SQL
    in_sync
    echo 'CREATE UNIQUE INDEX of_key ON "A"(id);' >>prisma/migrations/20240101000000_init/migration.sql
    migrate diff --exit-code
    expect_status 1
    expect_out 'DROP INDEX public.of_key'
    expect_no_out again
}

test_predicates_count_where_the_schema_has_a_word_for_them() {
    project <<'P'
model A {
  id Int @id
  a  Int
  @@index([a])
}
P
    history <<'SQL'
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, a int NOT NULL);
CREATE INDEX "A_a_idx" ON "A"(a) WHERE a > 1;
CREATE INDEX other ON "A"(a) WHERE a > 2;
SQL
    in_sync
    printf 'generator client {\n  provider = "prisma-client-js"\n  previewFeatures = ["views", "partialIndexes"]\n}\n' \
        >>prisma/schema.prisma
    migrate diff --exit-code
    expect_status 1
    expect_out 'DROP INDEX public."A_a_idx"'
    expect_out 'DROP INDEX public.other'
    sed -i 's/  @@index.*/  @@index([a], where: raw("a > 1"))\n  @@index([a], where: raw("a > 2"), map: "other")/' \
        prisma/schema.prisma
    in_sync
}

run_tests

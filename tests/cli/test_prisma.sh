#!/usr/bin/env bash
# Schemas in Prisma's language.
. "$(dirname "$0")/../support/cli.sh"

# A project as Prisma lays it out, without the body of the schema.
project() {
    mkdir -p prisma/migrations/20240101000000_init
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    { printf 'datasource db {\n  provider = "postgresql"\n}\n'; cat; } >prisma/schema.prisma
}

history() { cat >prisma/migrations/20240101000000_init/migration.sql; }

test_a_schema_is_what_its_models_make() {
    cat >schema.prisma <<'P'
enum Color {
  RED
  GREEN
}
model Car {
  id    Int    @id @default(autoincrement())
  color Color  @default(GREEN)
  name  String @unique
}
P
    migrate diff --from empty --to schema.prisma
    expect_ok
    expect_out "CREATE TYPE public.\"Color\" AS ENUM ("
    expect_out "color public.\"Color\" DEFAULT 'GREEN' NOT NULL"
    expect_out 'CREATE UNIQUE INDEX "Car_name_key" ON public."Car"'
    cat >same.sql <<'SQL'
CREATE TYPE "Color" AS ENUM ('RED', 'GREEN');
CREATE TABLE "Car" (id serial NOT NULL, color "Color" NOT NULL DEFAULT 'GREEN', name text NOT NULL,
    CONSTRAINT "Car_pkey" PRIMARY KEY (id));
CREATE UNIQUE INDEX "Car_name_key" ON "Car"(name);
SQL
    migrate diff --from same.sql --to schema.prisma --exit-code
    expect_ok
    expect_no_out
}

test_a_folder_is_one_schema_without_its_migrations() {
    mkdir -p prisma/models prisma/migrations/20240101000000_a prisma/migrations/old
    printf 'model A {\n  id Int @id\n  bs B[]\n}\n' >prisma/models/a.prisma
    cat >prisma/schema.prisma <<'P'
datasource db {
  provider = "postgresql"
}
model B {
  id Int @id
  a A @relation(fields: [aId], references: [id])
  aId Int
}
P
    echo 'not a schema' >prisma/migrations/old/schema.prisma
    echo 'SELECT 1;' >prisma/migrations/20240101000000_a/migration.sql
    migrate diff --from empty --to prisma
    expect_ok
    expect_out 'REFERENCES public."A"'
}

test_check_agrees_with_a_history_of_prisma() {
    project <<'P'
model A {
  id Int @id
}
P
    history <<'SQL'
-- CreateTable
CREATE TABLE "A" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "A_pkey" PRIMARY KEY ("id")
);
SQL
    migrate check
    expect_status 0
    printf 'model B {\n  id Int @id\n}\n' >>prisma/schema.prisma
    migrate check
    expect_status 1
    expect_out 'schema and migrations differ'
    migrate create b
    expect_ok
    migrate check
    expect_status 0
}

test_what_cannot_be_read_is_a_finding_at_its_place() {
    project <<'P'
model A {
  id   Int   @id
  name Strng
}
P
    history <<<'CREATE TABLE "A" (id int);'
    migrate check --format json
    expect_status 1
    expect_out '"code": "schema-fails"'
    expect_out "unknown type 'Strng'; did you mean 'String'?"
    expect_out '"file": "prisma/schema.prisma"'
    expect_out '"line": 6'
    expect_out '"column": 8'
    migrate diff --from empty --to prisma
    expect_status 2
    expect_err "prisma/schema.prisma:6:8: unknown type 'Strng'; did you mean 'String'?"
}

test_what_the_server_refuses_is_a_finding_at_its_place() {
    project <<'P'
model A {
  id   Int @id
  name Int @default(dbgenerated("no_such()"))
}
P
    history <<<'CREATE TABLE "A" (id int);'
    migrate check --format json
    expect_status 1
    expect_out 'function no_such() does not exist'
    expect_out '"file": "prisma/schema.prisma"'
    expect_out '"line": 6'
    expect_out '"column": 3'
}

test_a_comment_says_what_was_renamed() {
    project <<'P'
/// @migrate renamed from Person
model User {
  id    Int    @id(map: "Person_pkey")
  /// @migrate renamed from mail
  email String
}
P
    history <<<'CREATE TABLE "Person" (id int CONSTRAINT "Person_pkey" PRIMARY KEY, mail text NOT NULL);'
    migrate diff --from migrations --to schema
    expect_ok
    expect_out 'ALTER TABLE public."Person" RENAME TO "User";'
    expect_out 'ALTER TABLE public."User" RENAME COLUMN mail TO email;'
    expect_no_out DROP
    history <<<'CREATE TABLE "Person" (id int CONSTRAINT "Person_pkey" PRIMARY KEY, post text NOT NULL);'
    migrate diff --from migrations --to schema
    expect_status 2
    expect_err 'prisma/schema.prisma:8: column'
}

test_a_question_about_a_rename_has_the_comment_of_the_language() {
    project <<'P'
model User {
  id    Int    @id
  email String
}
P
    history <<<'CREATE TABLE "User" (id int CONSTRAINT "User_pkey" PRIMARY KEY, mail text NOT NULL);'
    migrate diff --from migrations --to schema
    expect_status 4
    local advice
    advice=$(sed -n 's/^  Or write "\(.*\) OLD_NAME" above the new name.*/\1 mail/p' "$ERR")
    expect_err '/// @migrate renamed from OLD_NAME'
    sed -i "s|^  email|  $advice\n&|" prisma/schema.prisma
    migrate diff --from migrations --to schema
    expect_ok
    expect_out 'RENAME COLUMN mail TO email;'
}

test_a_default_that_names_a_column_is_a_generated_column() {
    project <<'P'
model A {
  id    Int    @id
  name  String
  lower String @default(dbgenerated("lower(name)"))
  twice Int    @default(dbgenerated("id + id"))
}
P
    history <<'SQL'
CREATE TABLE "A" (
    id int CONSTRAINT "A_pkey" PRIMARY KEY, name text NOT NULL,
    lower text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
    twice int NOT NULL GENERATED ALWAYS AS (id + id) STORED
);
SQL
    migrate check
    expect_status 0
    sed -i 's/id + id/id + idd/' prisma/schema.prisma
    migrate check --format json
    expect_status 1
    expect_out '"line": 8'
}

test_extensions_of_the_history_are_there_for_the_schema() {
    project <<'P'
model A {
  id   Int    @id
  name String @default(dbgenerated("encode(digest('x', 'md5'), 'hex')"))
}
P
    history <<'SQL'
CREATE EXTENSION pgcrypto;
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, name text NOT NULL DEFAULT encode(digest('x', 'md5'), 'hex'));
SQL
    migrate check
    expect_status 0
}

test_a_revision_is_read_from_git() {
    project <<'P'
model A {
  id Int @id
}
P
    git init -q .
    git add .
    git -c user.name=x -c user.email=x commit -qm one
    printf 'model B {\n  id Int @id\n}\n' >>prisma/schema.prisma
    migrate diff --from schema@HEAD --to schema
    expect_ok
    expect_out 'CREATE TABLE public."B"'
    expect_no_out '"A"'
    migrate diff --from prisma@HEAD --to prisma/schema.prisma@HEAD --exit-code
    expect_ok
}

test_the_version_of_prisma_decides_how_joins_are_made() {
    project <<'P'
model A {
  id Int @id
  bs B[]
}
model B {
  id Int @id
  as A[]
}
P
    migrate diff --from empty --to schema
    expect_out 'CONSTRAINT "_AToB_AB_pkey" PRIMARY KEY'
    echo '{"devDependencies": {"prisma": "^5.22.0"}, "scripts": {"prisma": "prisma generate"}}' >package.json
    migrate diff --from empty --to schema
    expect_out 'CREATE UNIQUE INDEX "_AToB_AB_unique"'
    expect_no_out '_AToB_AB_pkey'
    echo '{"devDependencies": {"prisma": "latest"}}' >package.json
    printf '# yarn lockfile\n\n"prisma@npm:latest":\n  version: 5.1.0\n' >yarn.lock
    migrate diff --from empty --to schema
    expect_out '_AToB_AB_unique'
    printf '[prisma]\nversion = 6\n' >>migrate.ini
    migrate diff --from empty --to schema
    expect_out '_AToB_AB_pkey'
}

test_what_prisma_takes_for_the_same_is_no_difference() {
    project <<'P'
enum E {
  A
  B
  C
}
model X {
  id Int @id
  e  E
  ys Y[]
}
model Y {
  id Int @id
  xs X[]
}
P
    history <<'SQL'
CREATE TYPE "E" AS ENUM ('C', 'A');
ALTER TYPE "E" ADD VALUE 'B';
CREATE TABLE "X" (id int CONSTRAINT "X_pkey" PRIMARY KEY, e "E" NOT NULL);
CREATE TABLE "Y" (id int CONSTRAINT "Y_pkey" PRIMARY KEY);
CREATE TABLE "_XToY" ("A" int NOT NULL, "B" int NOT NULL);
CREATE UNIQUE INDEX "_XToY_AB_unique" ON "_XToY"("A", "B");
CREATE INDEX "_XToY_B_index" ON "_XToY"("B");
ALTER TABLE "_XToY" ADD CONSTRAINT "_XToY_A_fkey" FOREIGN KEY ("A")
    REFERENCES "X"(id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "_XToY" ADD CONSTRAINT "_XToY_B_fkey" FOREIGN KEY ("B")
    REFERENCES "Y"(id) ON DELETE CASCADE ON UPDATE CASCADE;
SQL
    migrate check
    expect_status 0
    # Values that are new are the last, each behind the one before it.
    sed -i 's/^  A$/  Z\n  A\n  M/' prisma/schema.prisma
    migrate diff --from migrations --to schema
    expect_ok
    expect_out "ADD VALUE 'Z' AFTER 'B'"
    expect_out "ADD VALUE 'M' AFTER 'Z'"
    migrate create values
    expect_ok
    migrate check
    expect_status 0
    printf '[prisma]\nstrict = yes\n' >>migrate.ini
    migrate check
    expect_status 1
    migrate diff --from migrations --to schema --summary
    expect_out '_XToY_AB_pkey'
}

# A schema of two sources, and the history of both.
two_sources() {
    project <<'P'
model A {
  id   Int    @id
  name String @default(dbgenerated("title()"))
}
P
    mkdir prisma/sql
    echo 'CREATE FUNCTION title() RETURNS text
    LANGUAGE sql AS $$ SELECT encode(digest($q$x$q$, $q$md5$q$), $q$hex$q$) $$;' \
        >prisma/sql/functions.sql
    printf 'CREATE EXTENSION pgcrypto;\nCREATE VIEW v AS SELECT 1 AS a;\n' >prisma/views.sql
    sed -i 's/^schema = .*/schema = prisma\/sql, prisma\/schema.prisma, "prisma\/views.sql"/' migrate.ini
    history <<'SQL'
CREATE EXTENSION pgcrypto;
CREATE FUNCTION title() RETURNS text LANGUAGE sql AS $$ SELECT encode(digest($q$x$q$, $q$md5$q$), $q$hex$q$) $$;
CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY, name text NOT NULL DEFAULT title());
CREATE VIEW v AS SELECT 1 AS a;
SQL
}

test_several_sources_are_executed_in_one_database_in_their_order() {
    two_sources
    migrate check
    expect_status 0
    echo 'CREATE VIEW w AS SELECT id FROM "A";' >>prisma/views.sql
    migrate check
    expect_status 1
    migrate diff --from migrations --to schema
    expect_ok
    expect_out 'CREATE VIEW public.w'
}

test_several_sources_are_read_at_a_revision() {
    two_sources
    git init -q .
    git add .
    git -c user.name=x -c user.email=x commit -qm one
    rm prisma/views.sql
    migrate diff --from migrations --to schema@HEAD --exit-code
    expect_ok
    migrate diff --from migrations --to schema
    expect_status 2
    expect_err 'there is no schema at prisma/views.sql'
}

test_an_object_of_two_sources_is_told_with_both_places() {
    two_sources
    printf '\nCREATE TABLE "A" (id int);\n' >>prisma/views.sql
    migrate check --format json
    expect_status 1
    expect_out 'relation \"A\" already exists'
    expect_out '"why": "it is created at prisma/schema.prisma:4:7 already"'
    expect_out '"file": "prisma/views.sql"'
    expect_out '"line": 4'
    migrate diff --from empty --to schema
    expect_err 'It is created at prisma/schema.prisma:4:7 already'
}

test_the_merge_has_all_the_sources() {
    two_sources
    git init -q -b main .
    git config user.name x
    git config user.email x
    git add .
    git commit -qm one
    git checkout -qb branch
    printf 'model B {\n  id Int @id\n}\n' >>prisma/schema.prisma
    migrate create b
    expect_ok
    git add .
    git commit -qm two
    git checkout -q main
    mkdir prisma/migrations/20240102000000_v
    echo 'CREATE VIEW u AS SELECT 2 AS a;' | tee -a prisma/views.sql >prisma/migrations/20240102000000_v/migration.sql
    git add .
    git commit -qm three
    git checkout -q branch
    migrate check --base main
    expect_status 0
    git checkout -q main
    echo 'CREATE VIEW "B" AS SELECT 2 AS a;' >>prisma/views.sql
    git commit -qam four
    git checkout -q branch
    migrate check --base main
    expect_status 1
    expect_out 'relation "B" already exists'
}

test_init_makes_what_is_missing_of_several_sources() {
    cat >migrate.ini <<'INI'
[project]
schema = prisma/schema.prisma, prisma/sql, prisma/more
migrations = prisma/migrations
INI
    migrate init
    expect_ok
    expect_out 'created  prisma/schema.prisma'
    expect_file prisma/sql/schema.sql
    expect_file prisma/more/.gitkeep
    migrate check
    expect_status 0
    migrate init --from empty
    expect_status 2
    rm -r prisma
    migrate init --from empty
    expect_status 2
    expect_err 'prisma/schema.prisma is in Prisma'
}

test_a_changed_schema_without_a_migration_is_noted_at_its_line() {
    project <<'P'
model A {
  id Int @id
}
P
    history <<<'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);'
    sed -i 's/^schema = .*/schema = prisma/' migrate.ini
    git init -q -b main .
    git config user.name x
    git config user.email x
    git add .
    git commit -qm one
    git checkout -qb branch
    echo '// a comment' >>prisma/schema.prisma
    migrate check --base main
    expect_status 0
    expect_out 'prisma/schema.prisma:7: note: the schema differs from main'
}

run_tests

#!/usr/bin/env bash
# Histories as Prisma keeps them, and the version of Prisma that a project has.
. "$(dirname "$0")/../support/cli.sh"

# A project as Prisma lays it out, without the body of the schema.
project() {
    mkdir -p prisma/migrations/20240101000000_init
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    { printf 'datasource db {\n  provider = "postgresql"\n}\n'; cat; } >prisma/schema.prisma
}

history() { cat >prisma/migrations/20240101000000_init/migration.sql; }

test_a_revision_has_the_version_of_prisma_that_it_had() {
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
    git init -q .
    echo '{"devDependencies": {"prisma": "5.1.0"}}' >package.json
    git add .
    git -c user.name=x -c user.email=x commit -qm five
    echo '{"devDependencies": {"prisma": "^6.2.0"}}' >package.json
    migrate diff --from empty --to schema
    expect_out '_AToB_AB_pkey'
    migrate diff --from empty --to schema@HEAD
    expect_out '_AToB_AB_unique'
    migrate diff --from empty --to prisma/schema.prisma@HEAD
    expect_out '_AToB_AB_unique'
    printf '[prisma]\nversion = 7\n' >>migrate.ini
    migrate diff --from empty --to schema@HEAD
    expect_out '_AToB_AB_pkey'
}

test_a_history_of_prisma_goes_by_names() {
    project <<'P'
model A {
  id Int @id
}
P
    history <<<'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);'
    mkdir 'prisma/migrations/20240101_more copy' prisma/migrations/20240101000000_index
    echo 'CREATE VIEW v AS SELECT id FROM "A"; DROP VIEW v;' >'prisma/migrations/20240101_more copy/migration.sql'
    echo 'SELECT 1;' >prisma/migrations/20240101000000_index/migration.sql
    migrate check
    expect_status 1
    expect_out migration-fails
    echo 'provider = "postgresql"' >prisma/migrations/migration_lock.toml
    migrate check
    expect_status 0
    expect_no_out 'have the same version'
}

test_files_beside_the_folders_are_none_of_the_history() {
    project <<'P'
model A {
  id Int @id
}
P
    history <<<'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);'
    echo 'DROP TABLE "A";' | tee prisma/migrations/fix.sql >prisma/migrations/20250101000000_drop.sql
    migrate check
    expect_status 1
    expect_out 'prisma/migrations/fix.sql:1: error'
    echo 'provider = "postgresql"' >prisma/migrations/migration_lock.toml
    migrate check
    expect_status 0
    expect_out 'prisma/migrations/fix.sql:1: warning: prisma/migrations/fix.sql is never executed [stray-file]'
    expect_out 'prisma/migrations/20250101000000_drop.sql is never executed'
}

test_a_folder_may_be_called_by_its_time_stamp_alone() {
    project <<'P'
model A {
  id Int @id
}
P
    git init -q -b main .
    mv prisma/migrations/20240101000000_init prisma/migrations/20240101000000
    echo 'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);' >prisma/migrations/20240101000000/migration.sql
    migrate check
    expect_status 0
    mkdir prisma/migrations/20240102000000_
    echo 'SELECT 1;' >prisma/migrations/20240102000000_/migration.sql
    git add . && git commit -qm base && git checkout -qb change
    # None has a name, which makes none of them another one.
    git mv prisma/migrations/20240101000000 prisma/migrations/20230101000000
    git mv prisma/migrations/20240102000000_ prisma/migrations/20230102000000_
    echo 'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY); SELECT 2;' \
        >prisma/migrations/20230101000000/migration.sql
    echo 'SELECT 2;' >prisma/migrations/20230102000000_/migration.sql
    migrate check --base main
    expect_status 1
    expect_out '20240101000000, which is on main already, was deleted'
    expect_out '20240102000000_, which is on main already, was deleted'
}

run_tests

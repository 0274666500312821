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

run_tests

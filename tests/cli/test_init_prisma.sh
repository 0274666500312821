#!/usr/bin/env bash
# A new project in a repository of Prisma's.
. "$(dirname "$0")/../support/cli.sh"

schema() { # schema FILE [LINE...]: of one model, with these lines in the datasource
    mkdir -p "$(dirname "$1")"
    { printf 'datasource db {\n  provider = "postgresql"\n'; printf '  %s\n' "${@:2}"; printf \
        '}\nmodel A {\n  id Int @id\n}\n'; } >"$1"
}

history() { # history FOLDER
    mkdir -p "$1/20240101000000_init"
    echo 'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);' >"$1/20240101000000_init/migration.sql"
}

setting() { "$MIGRATE" config "$1"; }

printf '%s=postgresql://nobody@localhost:1/x\n' DATABASE_URL DIRECT_URL APP_URL X >"$CLI_DIR/variables"

test_the_usual_places_are_found() {
    schema prisma/schema.prisma 'url = env("DATABASE_URL")' 'directUrl = env("DIRECT_URL")'
    history prisma/migrations
    cp "$CLI_DIR/variables" .env
    echo '{"name": "x", "prisma": {"seed": "tsx prisma/seed.ts"}}' >package.json
    migrate init
    expect_ok
    expect_out 'found    the schema prisma/schema.prisma (prisma/schema.prisma)'
    expect_out 'found    the history prisma/migrations (prisma/schema.prisma)'
    expect_out 'found    the database ${DIRECT_URL} (prisma/schema.prisma)'
    expect_out 'found    the seeds tsx prisma/seed.ts (package.json)'
    expect_no_file schema
    grep -qxF 'url = ${DIRECT_URL}' migrate.ini
    [ "$(setting project.schema)" = prisma/schema.prisma ]
    [ "$(setting env.seed)" = 'tsx prisma/seed.ts' ]
    migrate check
    expect_status 0
    migrate create nothing
    expect_ok
    migrate status
    expect_status 3
}

test_a_configuration_file_is_read_as_text() {
    cp "$CLI_DIR/variables" .env
    schema db/models/base.prisma
    history db/history
    cat >prisma.config.ts <<'TS'
import path from "node:path";
import { defineConfig, env } from "prisma/config";
require("child_process").execSync("touch executed"); // schema: "comment/schema.prisma"
/* schema: "other/comment.prisma" */
export default defineConfig({
  schema: path.join("db", "models"),
  migrations: {
    path: './db/history',
    seed: `node seed.js`,
  },
  datasource: { url: process.env.APP_URL! },
});
TS
    migrate init
    expect_ok
    expect_out 'the schema db/models (prisma.config.ts)'
    [ "$(setting project.migrations)" = db/history ]
    [ "$(setting env.seed)" = 'node seed.js' ]
    grep -qxF 'url = ${APP_URL}' migrate.ini
    expect_no_file executed
    migrate check
    expect_status 0
}

test_a_folder_of_schemas_may_have_its_history_inside_or_beside() {
    schema prisma/schema/main.prisma 'url = env( "X" )'
    history prisma/migrations
    cp "$CLI_DIR/variables" .env
    migrate init
    expect_ok
    [ "$(setting project.schema)" = prisma/schema ]
    [ "$(setting project.migrations)" = prisma/migrations ]
    rm migrate.ini
    mv prisma/migrations prisma/schema/
    migrate init
    expect_ok
    [ "$(setting project.migrations)" = prisma/schema/migrations ]
    migrate check
    expect_status 0
}

test_the_only_schema_of_a_part_of_the_repository_is_taken() {
    schema packages/db/prisma/schema.prisma 'url = env("DATABASE_URL")'
    schema packages/web/node_modules/x/prisma/schema.prisma
    schema packages/other/schema.prisma
    sed -i s/postgresql/sqlite/ packages/other/schema.prisma
    history packages/db/prisma/migrations
    cp "$CLI_DIR/variables" .env
    migrate init
    expect_ok
    [ "$(setting project.schema)" = packages/db/prisma/schema.prisma ]
    [ "$(setting project.migrations)" = packages/db/prisma/migrations ]
    migrate check
    expect_status 0
    # Of several, none.
    rm migrate.ini
    schema packages/more/schema.prisma
    migrate init
    expect_ok
    expect_out 'packages/db/prisma/schema.prisma (name one as schema in migrate.ini)'
    expect_out 'packages/more/schema.prisma'
    [ "$(setting project.schema)" = schema ]
}

test_a_mark_of_the_byte_order_is_no_text() {
    schema prisma/schema.prisma 'url = env("X")'
    sed -i '1s/^/\xEF\xBB\xBF/' prisma/schema.prisma
    mkdir -p prisma/migrations/20240101000000
    echo 'CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY);' >prisma/migrations/20240101000000/migration.sql
    cp "$CLI_DIR/variables" .env
    migrate init
    expect_ok
    grep -qxF 'url = ${X}' migrate.ini
    migrate check
    expect_status 0
}

test_a_path_with_a_comma_is_one_path() {
    schema 'a, b/schema.prisma'
    history 'a, b/migrations'
    echo '{"prisma": {"schema": "a, b/schema.prisma"}}' >package.json
    migrate init
    expect_ok
    [ "$(setting project.migrations)" = 'a, b/migrations' ]
    migrate check
    expect_status 0
    expect_out 'in sync'
}

test_an_address_in_the_schema_is_not_repeated() {
    schema schema.prisma 'url = "postgresql://me:secret@localhost/x"'
    migrate init
    expect_ok
    expect_out 'is not repeated'
    expect_no_out secret
    ! grep -q secret migrate.ini
    expect_file migrations/migration_lock.toml
}

test_what_cannot_be_read_as_text_is_not_taken() {
    cp "$CLI_DIR/variables" .env
    schema prisma/schema.prisma 'url = env("DATABASE_URL")'
    printf \
        'export default { schema: paths["main"], migrations: { path: `${root}/x`, seed: run() } };\n"' >prisma.config.js
    printf '{"prisma": {"schema": "/etc/schema.prisma", "seed": "echo $HOME\\n[env evil]"}}' >package.json
    migrate init
    expect_ok
    expect_no_out etc
    ! grep -q evil migrate.ini
    [ "$(setting project.schema)" = prisma/schema.prisma ]
    migrate config
    expect_ok
}

test_another_database_is_refused() {
    schema prisma/schema.prisma
    sed -i s/postgresql/mysql/ prisma/schema.prisma
    migrate init
    expect_status 2
    expect_err 'prisma/schema.prisma is for mysql'
    expect_no_file migrate.ini
}

test_settings_that_are_there_hold() {
    schema prisma/schema.prisma
    echo '[project]' >migrate.ini
    migrate init
    expect_ok
    expect_no_out found
    [ "$(cat migrate.ini)" = '[project]' ]
}

run_tests

#!/usr/bin/env bash
# The files that [types] names: where they may lie, what may stand there, and what settings are refused
# with their place.
. "$(dirname "$0")/../support/cli.sh"

project() { # project SETTING...: under [types]
    git init -q -b main .
    mkdir -p schema migrations
    printf '%s\n' '[types]' "$@" >migrate.ini
    echo 'CREATE TABLE users (id int PRIMARY KEY);' >schema/schema.sql
}

test_a_file_is_one_targets_only() {
    project 'kysely = a/../db.ts' '' 'zod = ./db.ts'
    migrate types
    expect_status 2
    expect_err 'migrate.ini:4: zod under [types] names ./db.ts, as kysely does'
    expect_no_file db.ts
    # Also where a link leads to it, and where only one of them is asked for.
    sed -i 's/^zod.*/zod = link.ts/; s/a.\.\..//' migrate.ini
    migrate types kysely
    expect_ok
    ln -s db.ts link.ts
    migrate types kysely
    expect_status 2
    expect_err 'names link.ts, as kysely does'
    migrate create one
    expect_status 2
    [ -z "$(ls migrations)" ] || fail 'a migration was written all the same'
}

test_a_file_of_the_schema_is_no_targets() {
    project 'prisma = prisma/schema.prisma'
    mkdir prisma
    printf 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id // mine\n}\n' >prisma/schema.prisma
    printf '[project]\nschema = prisma/schema.prisma\n' >>migrate.ini
    migrate types
    expect_status 2
    expect_err 'migrate.ini:2: prisma under [types] names prisma/schema.prisma, from which the schema is read'
    expect_text prisma/schema.prisma '// mine'
    migrate types prisma --stdout
    expect_ok
    sed -i 's/^schema = .*/schema = prisma/; s/^prisma = .*/prisma = prisma\/more.prisma/' migrate.ini
    migrate types
    expect_status 2
    expect_err "or print it with 'migrate types prisma --stdout'"
    sed -i 's/^prisma = .*/kysely = prisma\/db.ts/' migrate.ini
    migrate types
    expect_ok
}

test_only_what_the_target_is_written_in_becomes_its_file() {
    project 'prisma = notes.md' 'kysely = db.ts'
    printf 'Notes.\nThe model of it all\n' >notes.md
    migrate types
    expect_status 2
    expect_err 'notes.md is not a file that `migrate types` wrote'
    sed -i 's/^prisma = .*//' migrate.ini
    printf '//\n//\n//\n//\n//\n// db.ts is written by `migrate types`\nexport const mine = 1;\n' >db.ts
    migrate types
    expect_status 2
    expect_err 'db.ts is not a file that `migrate types` wrote'
    expect_text db.ts 'mine = 1'
}

test_what_is_no_file_cannot_be_compared() {
    project 'kysely = db.ts'
    migrate create one
    migrate check
    expect_status 0
    for other in 'mkdir db.ts' 'mkfifo db.ts' 'ln -s /dev/null db.ts'; do
        rm -rf db.ts
        $other
        migrate check
        expect_status 1
        expect_out 'db.ts cannot be compared'
        expect_out 'db.ts is not a regular file'
        expect_out 'fix: remove it and run `migrate types`'
        migrate types --check
        expect_status 1
    done
    migrate types
    expect_ok
    [ -L db.ts ] || fail 'the link was replaced'
    rm db.ts
    # A link to a file is followed and stays.
    ln -s real.ts db.ts
    migrate types
    expect_ok
    [ -L db.ts ] && [ -f real.ts ]
    migrate check
    expect_status 0
}

test_nothing_may_hide_behind_a_nul() {
    project 'kysely = db.ts'
    migrate create one
    printf '\0export const more = 1;\n' >>db.ts
    migrate check
    expect_status 1
    expect_out '[types-outdated]'
    expect_out '-␀export const more = 1;'
    migrate types
    migrate check
    expect_status 0
}

# What is committed with the line ends of Windows is the same, and is left as it is.
test_a_file_with_other_line_ends_is_left_alone() {
    project 'kysely = db.ts'
    migrate create one
    sed -i 's/$/\r/' db.ts
    migrate types
    expect_ok
    expect_out 'db.ts is up to date'
    grep -q $'\r' db.ts
    sed -i 's/number/string/' db.ts
    migrate check
    expect_status 1
    expect_out 'db.ts:7: error'
    [ "$(grep -c '^-  \|^+  ' "$OUT")" = 0 ]
    migrate types
    ! grep -q $'\r' db.ts
}

test_settings_are_refused_with_their_place() {
    project 'kysely = db.ts' 'naming = camel' '[types map]' '' 'public.users.di = Mine'
    migrate types
    expect_status 2
    expect_err "migrate.ini:6: [types map] names 'public.users.di'"
    sed -i 's/users.di/users.id/' migrate.ini
    MIGRATE_TYPES_SCHEMAS=nowhere migrate types
    expect_status 2
    expect_err "environment MIGRATE_TYPES_SCHEMAS: [types] schemas names 'nowhere'"
    echo 'CREATE TABLE t (a_b int, "aB" int);' >>schema/schema.sql
    migrate types
    expect_status 2
    expect_err "migrate.ini:3: naming under [types] gives the columns 'a_b' and 'aB' of public.t one name, 'aB'"
    # As advised.
    sed -i 's/camel/keep/' migrate.ini
    migrate types
    expect_ok
    sed -i 's/keep/camel/; s/"aB"/c/' migrate.ini schema/schema.sql
    echo 'CREATE TABLE "usErs" (id int); CREATE TABLE us_ers (id int);' >>schema/schema.sql
    migrate types
    expect_status 2
    expect_err "have one name in the code, 'usErs'"
    # Where names are told apart by a number, there is nothing to refuse.
    sed -i 's/^kysely = .*/go = db.go/' migrate.ini
    migrate types
    expect_ok
}

run_tests

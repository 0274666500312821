#!/usr/bin/env bash
# Types of the application: what is generated, when it is outdated, and who says so.
#
# tests/types/<case>/ is data: schema.sql; migrate.ini, what it says beyond the files' names (optional); and
# <target>.<anything>, what that target gives. With TYPES_ACCEPT=1 the files of all targets that are there are written
# again, for review.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT

CASES=$TOP/tests/types

project() {
    git init -q -b main .
    mkdir -p schema migrations
    printf '[types]\nkysely = src/db.d.ts\n' >migrate.ini
    echo "$1" >schema/schema.sql
    migrate create first
    expect_status 0
}

test_every_case_gives_what_is_expected() {
    local case name file target
    for case in "$CASES"/*/; do
        name=$(basename "$case")
        mkdir -p "$name/schema"
        (
            cd "$name"
            cp "$case/schema.sql" schema/
            echo '[types]' >migrate.ini
            for file in "$case"*; do
                target=$(basename "${file%%.*}")
                case $(basename "$file") in schema.sql | migrate.ini) ;; *) echo \
                    "$target = out/$(basename "$file")" >>migrate.ini ;; esac
            done
            [ ! -e "$case/migrate.ini" ] || cat "$case/migrate.ini" >>migrate.ini
            migrate types
            expect_ok
            [ -z "${TYPES_ACCEPT-}" ] || cp out/* "$case"
            diff -ru --exclude=schema.sql --exclude=migrate.ini "$case" out >diff ||
                fail "$name is different: $(cat diff)"
        )
    done
}

test_every_target_has_a_case() {
    local target
    migrate types --stdout
    for target in $(sed -n 's/.*name one of //p' "$ERR" | tr -d ,); do
        compgen -G "$CASES/*/$target.*" >/dev/null || fail "no case has $target"
    done
}

# With TYPES_NODE_MODULES, a node_modules with typescript, kysely, postgres-interval 1, zod, pg, @supabase/supabase-js,
# @prisma/client and @types/node, TypeScript is compiled as well: with queries that are right, and such that are wrong
# where they say so.
test_the_expected_code_is_code() {
    local file missing='' folder
    command -v python3 >/dev/null || missing+=' python3'
    command -v gofmt >/dev/null || missing+=' gofmt'
    [ -n "${TYPES_NODE_MODULES-}" ] || missing+=' TYPES_NODE_MODULES'
    for file in "$CASES"/*/*; do
        folder=$(basename "$(dirname "$file")")
        case $file in
            *.json) [[ $missing == *python3* ]] || python3 -m json.tool "$file" >/dev/null || fail "$file" ;;
            *.py) [[ $missing == *python3* ]] ||
                python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$file" || fail "$file" ;;
            *.go) [[ $missing == *gofmt* ]] || [ -z "$(gofmt -l "$file")" ] || fail "$file" ;;
            *.ts)
                mkdir -p "ts/$folder"
                cp "$file" "ts/$folder/$(basename "${file/.d.ts/.ts}")" ;;
        esac
    done
    if [ -n "${TYPES_NODE_MODULES-}" ]; then
        ln -s "$TYPES_NODE_MODULES" node_modules
        cp "$TOP"/tests/support/types/*.ts ts/
        echo 'export type UserSettings = unknown; export type Email = string;' >ts/settings/settings.ts
        cat >tsconfig.json <<'JSON'
{
  "compilerOptions": {
    "strict": true, "noEmit": true, "skipLibCheck": true, "types": ["node"],
    "target": "ES2022", "module": "ESNext", "moduleResolution": "bundler"
  },
  "include": ["ts/**/*.ts"]
}
JSON
        node_modules/.bin/tsc -p tsconfig.json >"$OUT" || fail 'the TypeScript is not compiled'
    fi
    [ -z "$missing" ] || skip "not tried without$missing"
}

# Rows of each case, written and read back with node-postgres.
test_rows_are_what_the_types_say() {
    [ -n "${TYPES_NODE_MODULES-}" ] || skip 'not tried without TYPES_NODE_MODULES'
    local case url
    server_start || skip 'there is no server'
    ln -s "$TYPES_NODE_MODULES" node_modules
    for case in everything hostile; do
        mkdir -p "ts/$case"
        cp "$CASES/$case/kysely.d.ts" "ts/$case/kysely.ts"
        cp "$CASES/$case/zod.ts" "ts/$case/"
        url=$(server_database "$case")
        psql -qX -v ON_ERROR_STOP=1 "$url" -f "$CASES/$case/schema.sql"
        node "$TOP/tests/support/types/roundtrip.mjs" "$url" "ts/$case/kysely.ts" "ts/$case/zod.ts" >"$OUT" 2>"$ERR" ||
            fail "rows of $case are not what is declared"
    done
    server_stop
}

# Before version 18, a table that inherits a column can let go of its NOT NULL, and the table above has its rows.
test_rows_of_tables_that_inherit_count() {
    project 'CREATE TABLE above (b int NOT NULL);
CREATE TABLE below () INHERITS (above);
DO $$ BEGIN
    ALTER TABLE below ALTER COLUMN b DROP NOT NULL;
EXCEPTION WHEN invalid_table_definition THEN NULL;
END $$;'
    [ "$(grep -c '^  b: number | null;' src/db.d.ts)" != 1 ] || fail 'one of two'
    [ "$(grep -c '^  b: number' src/db.d.ts)" = 2 ]
}

test_create_writes_the_types_and_check_agrees() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    expect_out 'wrote src/db.d.ts'
    expect_text src/db.d.ts 'id: number;'
    migrate check
    expect_status 0
    # The second one is answered from memory.
    migrate check
    expect_status 0
    migrate types --check
    expect_ok
    expect_out 'the types are up to date'
    migrate types
    expect_ok
    expect_out 'src/db.d.ts is up to date'
}

test_check_shows_what_is_outdated_and_the_advice_works() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    migrate check
    sed -i 's/id: number/id: string/' src/db.d.ts
    migrate check
    expect_status 1
    expect_out 'src/db.d.ts:7: error: src/db.d.ts is not what the migrations give [types-outdated]'
    expect_out 'run `migrate types` and commit src/db.d.ts'
    expect_out '-  id: string;'
    expect_out '+  id: number;'
    migrate check --format json
    expect_status 1
    expect_out '"diff": "@@'
    migrate types --check
    expect_status 1
    expect_out '[types-outdated]'
    migrate types
    migrate check
    expect_status 0
}

test_a_missing_file_is_outdated() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    rm -r src
    migrate check
    expect_status 1
    expect_out 'src/db.d.ts does not exist'
    migrate types --check
    expect_status 1
    expect_out 'src/db.d.ts does not exist'
}

test_line_ends_of_windows_are_no_difference() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    sed -i 's/$/\r/' src/db.d.ts
    migrate check
    expect_status 0
}

# The order of columns is no difference between schema and migrations, so it makes none here. With PROOFS=long, for
# every target.
test_the_order_of_columns_does_not_matter() {
    local target targets
    project 'CREATE TABLE users (id int PRIMARY KEY, z int);'
    echo 'CREATE TABLE users (id int PRIMARY KEY, a int, z int);' >schema/schema.sql
    migrate create second
    expect_status 0
    migrate types --stdout
    targets=$(sed -n 's/.*name one of //p' "$ERR" | tr -d ,)
    [ -n "${PROOFS-}" ] || targets='kysely prisma'
    for target in $targets; do
        migrate types "$target" --stdout --from schema
        cp "$OUT" one
        migrate types "$target" --stdout --from migrations
        cmp one "$OUT" || fail "$target is different"
    done
    migrate check
    expect_status 0
}

test_types_of_an_unwritten_migration_are_not_looked_at() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    echo 'CREATE TABLE users (id int PRIMARY KEY, a int);' >schema/schema.sql
    migrate types
    migrate check
    expect_status 1
    expect_out '[out-of-sync]'
    expect_no_out 'types-outdated'
}

test_the_finding_can_be_a_warning_or_off() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    echo '// more' >>src/db.d.ts
    printf '[check]\ntypes-outdated = warning\n' >>migrate.ini
    migrate check
    expect_status 0
    expect_out 'warning: src/db.d.ts is not what the migrations give'
    sed -i 's/= warning/= off/' migrate.ini
    migrate check
    expect_status 0
    expect_no_out 'types-outdated'
}

# What a pull request brings along decides neither which files count nor what is in them.
test_the_base_branch_says_which_types_there_are() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    git add . && git commit -qm base && git checkout -qb change
    echo '// more' >>src/db.d.ts
    echo '[project]' >migrate.ini
    git commit -qam change
    migrate check --base main
    expect_status 0
    migrate check --untrusted --base main
    expect_status 1
    expect_out '[types-outdated]'
    printf '[types]\nkysely = src/db.d.ts\n[types map]\npublic.users.id = Mine\n' >migrate.ini
    git checkout -q main src
    migrate check --untrusted --base main
    expect_status 0
}

test_an_untrusted_run_reads_no_file_behind_a_link() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    git add . && git commit -qm base && git checkout -qb change
    mkdir ../secret
    echo 'a secret' >../secret/db.d.ts
    rm -r src
    ln -s ../secret src
    git add . && git commit -qm change
    migrate check --untrusted --base main
    rm -r ../secret
    expect_status 1
    expect_out 'src/db.d.ts cannot be compared'
    expect_out 'src is a symbolic link'
    expect_no_out 'a secret'
}

test_settings_that_fit_nothing_are_refused() {
    project 'CREATE TABLE users (id int PRIMARY KEY);'
    printf '[types map]\npublic.users.di = Mine\n' >>migrate.ini
    migrate types
    expect_status 2
    expect_err "[types map] names 'public.users.di'"
    expect_err "did you mean 'public.users.id'?"
    printf '[types]\nkysely = src/db.d.ts\nschemas = nowhere\n' >migrate.ini
    migrate types
    expect_status 2
    expect_err "[types] schemas names 'nowhere'"
    printf '[types]\nkisely = src/db.d.ts\n' >migrate.ini
    migrate types
    expect_status 2
    expect_err "did you mean 'kysely'?"
    echo '[project]' >migrate.ini
    migrate types
    expect_status 2
    expect_err 'names no file under [types]'
    migrate types kysely --check
    expect_status 2
    expect_err "add 'kysely = PATH' under [types]"
    migrate types kisely
    expect_status 2
    expect_err "did you mean 'kysely'?"
}

test_a_file_of_somebody_elses_is_not_replaced() {
    mkdir schema
    echo 'CREATE TABLE t (id integer PRIMARY KEY);' >schema/schema.sql
    printf '[types]\nkysely = db.d.ts\n' >migrate.ini
    echo 'export const mine = 1' >db.d.ts
    migrate types
    expect_status 2
    expect_err 'db.d.ts is not a file that `migrate types` wrote, so it is not replaced; move it away'
    [ "$(cat db.d.ts)" = 'export const mine = 1' ]
    mkdir migrations
    migrate create one
    expect_status 2
    expect_err 'db.d.ts is not a file that `migrate types` wrote'
    [ -z "$(ls migrations)" ] || fail 'a migration was written all the same'
    mv db.d.ts mine.ts
    migrate types
    expect_ok
    migrate types
    expect_ok
    rm db.d.ts
    mkfifo db.d.ts
    timeout 60 cat db.d.ts >read &
    migrate types
    wait
    grep -q 'interface T' read
    [ -p db.d.ts ]
}

run_tests

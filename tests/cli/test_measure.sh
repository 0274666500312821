#!/usr/bin/env bash
# What the tool measures on an empty scratch server is what a witness, written apart from it, sees happen to tables with
# rows; and the dangerous form of each class is found, its harmless twin is not. Servers: the distribution's; with
# PROOFS=long each that is installed; tests/measure/unseen says what some do not show.
. "$(dirname "$0")/../support/cli.sh"
. "$(dirname "$0")/../support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
DATA=$TOP/tests/measure

# "number<tab>code<tab>statement" of each case.
cases() { grep -v '^#' "$DATA/cases" | awk '{ print NR "\t" $0 }'; }

# What the witness sees: "number name mode work builds", or "number fails".
witness() {
    local number statement
    server_start "$@" || return
    sed 's/@/x/g' "$DATA/schema.sql" "$DATA/rows.sql" | psql -X -q -v ON_ERROR_STOP=1 "$SERVER_URL" >/dev/null
    cases | while IFS=$'\t' read -r number _ statement; do
        printf '\\echo =%s\nBEGIN;\n%s\n%s\n' "$number" "$(cat "$DATA/before.sql")" "${statement//@/x}"
        printf '\\if :ERROR\n\\echo fails\n\\else\n%s\n\\endif\nROLLBACK;\n' "$(cat "$DATA/after.sql")"
    done | psql -X -q -A -t -F ' ' -v VERBOSITY=terse "$SERVER_URL" 2>errors |
        awk '/^=/ { number = substr($0, 2); next } NF >= 4 || $1 == "fails" { print number, $0 }'
    server_stop
}

project() {
    local number statement folder
    mkdir -p migrations/20260101000000_schema
    cases | while IFS=$'\t' read -r number _; do
        sed "s/@/c$number/g" "$DATA/schema.sql"
    done >migrations/20260101000000_schema/migration.sql
    printf '[project]\nschema =\n' >migrate.ini
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
    cases | while IFS=$'\t' read -r number _ statement; do
        folder=migrations/$((20260201000000 + number))_c$number
        mkdir "$folder"
        echo "${statement//@/c$number}" >"$folder/migration.sql"
    done
}

# What the tool says: "number name mode work builds".
said() {
    jq -r '
        ["", "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE",
         "EXCLUSIVE", "ACCESS EXCLUSIVE"] as $modes
        | .statements[] | (.file | capture("_c(?<number>[0-9]+)/").number) as $number
        | .effects[] | select(.name | test("^c[0-9]+\\."))
        | . as $effect | [$number, (.name | sub("^c[0-9]+\\."; "")), ($modes | index([$effect.lock])), .work, .indexes]
        | map(tostring) | join(" ")' "$OUT"
}

# The lines of file $1 that are of one statement that does not fail, but for what version $2 does not show.
whole() {
    awk 'NR == FNR { apart[$1] = 1; next } !($1 in apart)' apart "$1" | sort | grep -vf <(unseen "${2-}")
}

unseen() {
    echo '^$'
    awk -F'\t' -v major="${1:-99}" '!/^#/ && major <= $1 { print $2 }' "$DATA/unseen"
}

compare_cases() {
    witness "$@" >seen || return
    project
    [ -z "${1-}" ] || printf '[scratch]\nbin_dir = %s\n' "$(server_bindir "$1")" >>migrate.ini
    migrate check --base main --format json
    [ "$STATUS" -le 1 ] && [ ! -s "$ERR" ] || fail 'check failed'
    expect_no_out '"migration-fails"'
    said | sort >said
    # Of cases of several statements the witness sees the sum, which the tool tells in parts.
    cases | awk -F'\t' '$3 ~ /; [A-Z]/ || $2 ~ /^fails/ { print $1 }' >apart
    whole seen "${1-}" >expected
    whole said "${1-}" >found
    diff -u expected found >different || fail "seen on full tables, and measured: $(cat different)"
    cases | awk -F'\t' '$2 ~ /^fails/ { print $1 " fails" }' >due
    grep ' fails$' seen | diff -u due - >different || fail "fails on full tables: $(cat different)"
    compare_codes "${1-}"
}

# Notes are for information; wide-lock and its kin come of other statements of a case.
compare_codes() {
    jq -r '.findings[] | select(.location)
        | [(.location.file | capture("_c(?<n>[0-9]+)/").n), .code, .severity] | join(" ")' "$OUT" | sort -u >codes
    cases | while IFS=$'\t' read -r number code statement; do
        code=${code#fails }
        if [ "$code" = - ]; then
            ! grep "^$number .* \(warning\|error\)\$" codes || echo "false alarm: $statement"
        else
            grep -q "^$number $code " codes || echo "missed: $code: $statement"
        fi
    done | grep -vf <(unseen "${1-}") >wrong
    [ ! -s wrong ] || fail "$(cat wrong)"
}

test_what_is_measured_on_empty_tables_is_what_happens_to_full_ones() {
    local rc=0
    command -v jq >/dev/null || skip 'no jq'
    compare_cases || rc=$?
    [ "$rc" -ne 77 ] || skip 'no server'
    return "$rc"
}

# Names with a schema and names without one, of the same thing.
test_names_are_compared_with_and_without_their_schema() {
    mkdir -p migrations/20260101000000_one migrations/20260102000000_two
    echo 'SELECT 1;' >migrations/20260101000000_one/migration.sql
    printf '%s\n' 'CREATE TABLE public.a (id int); CREATE INDEX ON a (id);' \
        'CREATE TABLE b (id int); CREATE INDEX ON public.b (id);' >migrations/20260102000000_two/migration.sql
    printf '[project]\nschema =\n' >migrate.ini
    migrate check --since 20260101000000
    expect_status 0
    expect_no_out 'create-index'
}

test_work_is_blamed_on_the_part_of_a_statement_that_does_it() {
    mkdir -p migrations/20260101000000_one migrations/20260102000000_two
    echo 'CREATE TABLE t (a int);' >migrations/20260101000000_one/migration.sql
    echo 'ALTER TABLE t ALTER a TYPE bigint, ADD b int;' >migrations/20260102000000_two/migration.sql
    printf '[project]\nschema =\n' >migrate.ini
    migrate check --since 20260101000000
    expect_out '[alter-column-type]'
    expect_no_out '[add-column-rewrite]'
}

test_so_it_is_on_each_version() {
    local major
    [ "${PROOFS-}" = long ] || skip 'only with PROOFS=long'
    command -v jq >/dev/null || skip 'no jq'
    for major in $(server_majors); do
        mkdir "v$major"
        (cd "v$major" && compare_cases "$major") || fail "on version $major"
    done
}

run_tests

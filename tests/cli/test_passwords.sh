#!/usr/bin/env bash
# Connection strings that are malformed, or made to come out somewhere: no part of a password is in anything that the
# program prints. Nothing is listening where they lead.
. "$(dirname "$0")/../support/cli.sh"

# The two ends of every password; none of the program's own words has them.
HEAD=Zq7hX TAIL=Xv9Kw

passwords() {
    local between
    for between in '' '@' '/' ':' '?' '#' '&' '=' '%' '%%' '%4' '%40' '%00' '%zz' ' ' '  ' "'" "\\'" '"' '\' '\\' '[' \
        ']' '[::1]' '$' '`' ';' ',' '|' \
        $'\t' $'\n' $'\e[31m' $'\r' 'é' '@localhost' '://' 'postgresql://' '?sslmode=' '&password=' '%2' '+' '*' '<' \
            '{' '~' '^' '..' '::'; do
        printf '%s\0' "$HEAD$between$TAIL"
    done
}

# Every password in every kind of string: NUL-separated.
strings() {
    local password
    while IFS= read -r -d '' password; do
        printf '%s\0' "postgresql://user:$password@127.0.0.1:1/db" "postgres://user:$password@[::1/db" \
            "postgresql://127.0.0.1:1/db?user=u&password=$password" \
                "host=127.0.0.1 port=1 password=$password dbname=db" \
            "host=/nowhere password='$password' sslpassword='$password'" "postgresql:/user:$password@127.0.0.1/db" \
            "user:$password@127.0.0.1:1/db" "mysql://user:$password@127.0.0.1:1/db"
    done < <(passwords)
}

# No line of what was printed holds an end of the password.
expect_secret() { # expect_secret STRING
    ! grep -aqF -e "$HEAD" -e "$TAIL" "$OUT" "$ERR" ||
        fail "a part of the password was printed; the string was: $(printf '%q' "$1")"
    [ "$STATUS" -ge 2 ] && [ "$STATUS" -lt 100 ] || fail "status $STATUS for $(printf '%q' "$1")"
}

test_no_command_prints_a_part_of_a_password() {
    mkdir -p migrations/1_one schema
    echo 'SELECT 1;' >migrations/1_one/migration.sql
    local string number=0
    while IFS= read -r -d '' string; do
        case $((number++ % 5)) in
        0) migrate apply --url "$string" ;;
        1) DATABASE_URL=$string migrate apply --format json ;;
        2) migrate baseline 1 --url "$string" --format json ;;
        3) migrate resolve 1 --applied --reason none --url "$string" ;;
        4) migrate -v down --url "$string" ;;
        esac
        expect_secret "$string"
    done < <(strings)
    [ "$number" -ge 300 ] || fail "only $number strings"
}

test_status_names_what_is_wrong_without_a_password() {
    mkdir -p migrations/1_one
    echo 'SELECT 1;' >migrations/1_one/migration.sql
    local string number=0
    while IFS= read -r -d '' string; do
        [ $((number++ % 7)) -eq 0 ] || continue
        migrate status --url "$string"
        STATUS=3 expect_secret "$string"
        DATABASE_URL=$string migrate status --format json
        STATUS=3 expect_secret "$string"
    done < <(strings)
}

test_a_source_that_is_a_connection_string_is_not_repeated() {
    mkdir -p migrations/1_one schema
    echo 'SELECT 1;' >migrations/1_one/migration.sql
    local string number=0
    while IFS= read -r -d '' string; do
        [ $((number++ % 9)) -eq 0 ] || continue
        migrate diff --from "$string" --to empty
        expect_secret "$string"
        migrate diff "$string"
        expect_secret "$string"
        migrate "$string"
        expect_secret "$string"
        migrate apply --to "$string" --format "$string"
        expect_secret "$string"
    done < <(strings)
}

test_the_configuration_is_shown_without_passwords() {
    mkdir -p migrations/1_one
    local password
    for password in "$HEAD$TAIL" "$HEAD@$TAIL" "$HEAD%zz$TAIL" "$HEAD/$TAIL"; do
        printf '[%s]\nurl = postgresql://u:%s@127.0.0.1:1/db\n' 'env dev' "$password" scratch "$password" \
            >migrate.ini
        for words in 'config' 'config --format json' 'status' 'apply' 'diff empty schema' 'check'; do
            # shellcheck disable=SC2086
            migrate $words
            STATUS=3 expect_secret "$words"
        done
    done
}

run_tests

#!/usr/bin/env bash
# What the rules of the gate say about themselves.
. "$(dirname "$0")/../support/cli.sh"

test_every_rule_is_listed() {
    migrate explain
    expect_ok
    for code in merged-edited out-of-order set-not-null out-of-sync; do expect_out "$code"; done
}

test_every_listed_rule_has_a_page() {
    migrate explain
    codes=$(sed -n 's/^  \([a-z-]*\).*/\1/p' "$OUT" | grep .)
    [ "$(echo "$codes" | wc -l)" -gt 40 ]
    for code in $codes; do
        migrate explain "$code"
        expect_ok
        expect_out "$code ("
        ! grep -qE '.{101}' "$OUT" || fail 'a line of more than 100 characters'
    done
}

# Every code that the program can print, as the sources have it.
printed_codes() {
    grep -rhPzo 'findings_(add|refuse)\([^;"]*"[a-z-]+"' "$TOP/migrate" --include='*.c' | tr '\0' '\n' |
        sed -n 's/.*"\([a-z-]*\)"$/\1/p' | sort -u
}

test_every_code_that_is_printed_has_a_page() {
    codes=$(printed_codes)
    for code in drift no-ledger copy disk-space out-of-sync; do
        grep -qx "$code" <<<"$codes" || fail "the sources are read without $code"
    done
    for code in $codes; do
        migrate explain "$code"
        [ "$STATUS" -eq 0 ] || fail "'migrate explain $code' has no page"
    done
}

test_a_page_names_only_the_ways_to_silence_a_finding_that_work() {
    migrate explain drop-column
    expect_out '  drop-column = off'
    expect_out '  -- migrate: allow drop-column REASON'
    for code in out-of-sync schema-fails migration-fails no-base; do
        migrate explain "$code"
        expect_out "  $code = off"
        expect_no_out 'migrate: allow'
    done
    for code in drift no-ledger time-limit malformed-name unreadable; do
        migrate explain "$code"
        expect_no_out " = off"
        expect_no_out 'migrate: allow'
        expect_out 'cannot be silenced'
    done
}

test_the_configuration_takes_only_what_it_can_silence() {
    printf '[check]\ntime-limit = off\n' >migrate.ini
    migrate config
    expect_status 2
    expect_err 'time-limit'
}

test_a_rule_that_is_not_there_is_corrected() {
    migrate explain out-of-ordr
    expect_status 2
    expect_err "did you mean 'out-of-order'?"
}

test_the_configuration_knows_the_codes() {
    printf '[check]\nout-of-order = warning\n' >migrate.ini
    migrate config
    expect_ok
    expect_out 'out-of-order'
    printf '[check]\nout-of-ordr = warning\n' >migrate.ini
    migrate config
    expect_status 2
    expect_err "did you mean 'out-of-order'"
}

run_tests

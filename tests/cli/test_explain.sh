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
        case " malformed-name symbolic-link missing-migration ambiguous-order unreadable " in
            *" $code "*)
                expect_out 'It cannot be silenced'
                expect_no_out "allow $code"
                ;;
            *)
                expect_out "  $code = off"
                expect_out "  -- migrate: allow $code REASON"
                ;;
        esac
        ! grep -qE '.{101}' "$OUT" || fail 'a line of more than 100 characters'
    done
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

# shellcheck shell=bash
# Helpers for tests of the command line. A test script sources this file, defines functions
# test_<expected_behaviour>, and calls run_tests. Each runs under `set -e` in a folder of its own that
# goes afterwards; the first failing command or assertion ends it. What a shorter test tries as well,
# though less of it, is a function proof_<expected_behaviour>: it runs only where $PROOFS is set. With
# $TEST_TIMES each result says how many seconds it took. The program under test is $MIGRATE.

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
MIGRATE=${MIGRATE:-$TOP/build/migrate}
[ "${MIGRATE#/}" != "$MIGRATE" ] || MIGRATE=$PWD/$MIGRATE
export LC_ALL=C
for name in $(compgen -e); do
    case $name in
        MIGRATE_TEST_SERVERS) ;;
        PG* | MIGRATE_* | DATABASE_URL | NO_COLOR) unset "$name" ;;
        # The CI system that runs the tests: what they check is nobody's pull request.
        GITHUB_* | CI_* | BITBUCKET_* | CHANGE_* | ghprb* | gitlab* | BUILD_REASON | SYSTEM_PULLREQUEST_* | \
            CIRCLE_* | DRONE_* | BUILDKITE* | TRAVIS_* | APPVEYOR_* | CIRRUS_* | SEMAPHORE_* | CODEBUILD_* | \
            BITRISE* | CM_* | PULL_* | JOB_TYPE | VERCEL* | IS_PULL_REQUEST) unset "$name" ;;
    esac
done
unset name

CLI_DIR=$(mktemp -d)
OUT=$CLI_DIR/.out
ERR=$CLI_DIR/.err
STATUS=0
trap 'rm -rf "$CLI_DIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs the program; its output is in $OUT and $ERR, its exit status in $STATUS.
migrate() {
    STATUS=0
    "$MIGRATE" "$@" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
    last="migrate $*"
    # A crash is never what a test is about, whatever it expects: SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV.
    case $STATUS in 132 | 134 | 135 | 136 | 139) fail crashed ;; esac
}

fail() {
    {
        echo "$1"
        echo "after: ${last:-nothing}, status $STATUS"
        [ ! -s "$OUT" ] || sed 's/^/stdout: /; 30q' "$OUT"
        [ ! -s "$ERR" ] || sed 's/^/stderr: /; 30q' "$ERR"
    } | sed 's/^/# /'
    exit 1
}

expect_status() { [ "$STATUS" -eq "$1" ] || fail "expected exit status $1"; }
expect_ok() {
    expect_status 0
    [ ! -s "$ERR" ] || fail "expected nothing on stderr"
}
# The stream holds the text. A long one is given in parts; a space is between them.
expect_out() { grep -qF -e "$*" "$OUT" || fail "expected on stdout: $*"; }
expect_err() { grep -qF -e "$*" "$ERR" || fail "expected on stderr: $*"; }
# The stream does not hold the text; without one, it is empty.
expect_no_out() { lacks "$OUT" "$@" || fail "not expected on stdout: ${1-anything}"; }
expect_no_err() { lacks "$ERR" "$@" || fail "not expected on stderr: ${1-anything}"; }
lacks() { # FILE [TEXT]
    if [ $# -eq 1 ]; then [ ! -s "$1" ]; else ! grep -qF -e "$2" "$1"; fi
}
# stdout is standard input, byte by byte.
expect_out_is() { diff -u - "$OUT" >"$CLI_DIR/.diff" || fail "stdout is different: $(cat "$CLI_DIR/.diff")"; }
expect_file() { [ -f "$1" ] || fail "expected a file: $1"; }
expect_no_file() { [ ! -e "$1" ] || fail "not expected: $1"; }
expect_text() { grep -qF -e "$2" "$1" || fail "expected in $1: $2"; }

skip() {
    echo "$1" >"$CLI_DIR/.skip"
    exit 0
}

run_tests() {
    local names number=0 failed=0 rc test start
    mapfile -t names < <(compgen -A function | grep -E "^(test${PROOFS:+|proof})_")
    echo "1..${#names[@]}"
    for test in "${names[@]}"; do
        number=$((number + 1))
        mkdir "$CLI_DIR/$number"
        rm -f "$CLI_DIR/.skip" "$OUT" "$ERR"
        start=$EPOCHREALTIME
        (
            set -e
            cd "$CLI_DIR/$number"
            "$test"
        )
        rc=$?
        test=${test#*_}
        [ -z "${TEST_TIMES-}" ] || awk "BEGIN { printf \"# %.2f s\n\", $EPOCHREALTIME - $start }"
        if [ "$rc" -ne 0 ]; then
            failed=1
            echo "not ok $number - ${test//_/ }"
        elif [ -e "$CLI_DIR/.skip" ]; then
            echo "ok $number - ${test//_/ } # SKIP $(cat "$CLI_DIR/.skip")"
        else
            echo "ok $number - ${test//_/ }"
        fi
    done
    exit "$failed"
}

# shellcheck shell=bash
# Answers for programs, held against their schemas. To be sourced after cli.sh.
FITS=${BUILD:-$TOP/build}/tests/cli/fits
[ -x "$FITS" ] || { echo "1..0 # SKIP $FITS is not built"; exit 0; }

# answers STATUS VERB [ARGUMENT...]: runs it, and holds what it says against the verb's schema.
answers() {
    local status=$1 verb=$2
    shift
    migrate "$@" --format json
    expect_status "$status"
    "$FITS" "$TOP/migrate/report/$verb.schema.json" "$OUT" >"$CLI_DIR/.wrong" 2>&1 ||
        fail "does not fit: $(cat "$CLI_DIR/.wrong")"
    [ "$(ask 'a["verb"], a["status"], bool(a["reason"] or a["findings"] or a["status"] == 0)')" \
        = "('$verb', $status, True)" ] ||
        fail 'another verb or status, or no reason'
}

# ask EXPRESSION: what it says of the answer `a`, which is the last line of a stream of events.
ask() {
    python3 -S - "$OUT" "$1" <<'PY'
import json, sys
text = open(sys.argv[1]).read()
a = json.loads(text) if text.startswith("{\n") else json.loads(text.splitlines()[-1])
print(eval(sys.argv[2]))
PY
}

#!/usr/bin/env bash
# What is generated for Python, Go and Rust is code of the types that it says, and JSON Schema holds for rows.
#
# tests/support/types/<language> has the names of the libraries that generated code uses, with their types; code that is
# right; and code that is wrong where it says so. What is compared with it are the expected files of tests/types, which
# test_types.sh holds against what is generated.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT

CASES=(everything hostile nothing settings snake)

needs() { command -v "$1" >/dev/null || skip "not tried without $1"; }

# language NAME FILE: its support, and each case's file in a folder of the case's name
language() {
    local case
    cp -r "$TOP/tests/support/types/$1/." .
    for case in "${CASES[@]}"; do
        mkdir -p "$case"
        cp "$TOP/tests/types/$case/$2" "$case/"
    done
}

# wrong FILE: the lines that $OUT has an error in are those that say "wrong"
wrong() {
    diff <(grep -n '// wrong' "$1" | cut -d: -f1) <(sed -n "s,^.*$1:\([0-9]*\):.* .*,\1,p" "$OUT" | sort -nu) ||
        fail "other lines of $1 are wrong: $(cat "$OUT")"
}

test_python_can_be_executed() {
    needs python3
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || skip 'not tried before Python 3.10'
    language python python.py
    python3 -B run.py */python.py
}

test_python_is_of_its_types() {
    needs mypy
    language python python.py
    touch "${CASES[@]/%//__init__.py}"
    rm run.py
    mypy --strict --python-version 3.10 --cache-dir /dev/null . >"$OUT" || fail 'it is not'
}

proof_go_is_of_its_types() {
    needs go
    needs gofmt
    language go go.go
    export GOCACHE=$PWD/cache GOPATH=$PWD/path GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
    go vet "${CASES[@]/#/./}" ./right >"$OUT" 2>&1 || fail 'it is not'
    ! go build -gcflags=-e -o /dev/null ./wrong >"$OUT" 2>&1
    wrong wrong/main.go
    gofmt -l "${CASES[@]}" stubs right wrong >"$OUT"
    [ ! -s "$OUT" ] || fail 'it is laid out otherwise'
}

test_rust_is_of_its_types() {
    # Whose home is another one here.
    export RUSTUP_HOME=${RUSTUP_HOME-$(getent passwd "$(id -u)" | cut -d: -f6)/.rustup}
    rustc --version >/dev/null 2>&1 || skip 'not tried without rustc'
    language rust rust.rs
    build() { rustc --edition 2021 --out-dir . -L . "$@"; }
    build --crate-type proc-macro --extern proc_macro derives.rs
    build --crate-type rlib --extern derives="$(echo libderives.*)" diesel.rs
    build --crate-type lib --emit metadata -D warnings --extern diesel=libdiesel.rlib right.rs
    ! build --crate-type lib --emit metadata --error-format short --extern diesel=libdiesel.rlib wrong.rs >"$OUT" 2>&1
    wrong wrong.rs
}

test_rows_are_what_json_schema_says() {
    python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
        skip 'not tried without jsonschema 4 for Python'
    local url case=$TOP/tests/types/everything
    server_start || skip 'there is no server'
    url=$(server_database rows)
    psql -qX -v ON_ERROR_STOP=1 "$url" -f "$case/schema.sql" -f "$TOP/tests/support/types/rows.sql"
    python3 -B "$TOP/tests/support/types/rows.py" "$url" "$case/json-schema.json" >"$OUT" ||
        fail 'rows are not what is declared'
    server_stop
}

run_tests

#!/usr/bin/env bash
# --report html of check and drift: one page, with the SQL and a picture of what changes.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

# Well-formed, nothing in it that is loaded from elsewhere, and one picture that is one.
expect_page() {
    python3 -S - "$1" <<'PY' || fail 'the page is wrong'
import base64, sys, xml.etree.ElementTree as tree
x = "{http://www.w3.org/1999/xhtml}"
root = tree.parse(sys.argv[1]).getroot()
names = {e.tag for e in root.iter()}
assert x + "script" not in names and x + "link" not in names, names
sources = [e.get("src") for e in root.iter() if e.get("src")]
assert not any(e.get("href") for e in root.iter())
for source in sources:
    kind, data = source.split(",")
    assert kind == "data:image/svg+xml;base64", kind
    assert "<svg" in base64.b64decode(data).decode()
text = " ".join("".join(root.itertext()).split())
print(len(sources), text)
PY
}

test_check_writes_a_page_with_the_difference() {
    project
    mkdir schema bin
    echo 'CREATE TABLE users (id integer, mail text DEFAULT $$<b>$$);' >schema/schema.sql
    migrate check --report html:page.html
    expect_status 1
    expect_page page.html >told
    for text in 'out of sync, 1 error' 'error out-of-sync' 'DROP TABLE public.posts;' "DEFAULT '<b>'" \
        'Frommigrations' 'PostgreSQL'; do expect_text told "$text"; done
    ! command -v dot >/dev/null || expect_text told '1 '
    for program in git postgres sh; do ! path=$(command -v $program) || ln -s "$path" bin/; done
    PATH=$PWD/bin migrate check --report html:words.html
    expect_status 1
    expect_page words.html >told
    expect_text told '0 migrate check'
    expect_text told 'public.posts gone public.users changed'
    cat migrations/*/migration.sql >schema/schema.sql
    migrate check --report html:page.html
    expect_status 0
    expect_page page.html >told
    expect_text told 'in sync'
    grep -q 'Tables that change' told && fail 'nothing does'
    echo 'SELECT nothing;' >schema/schema.sql
    migrate check --report html:page.html
    expect_status 1
    expect_page page.html >told
    expect_text told 'schema/schema.sql:1:8'
    expect_text told 'SELECT nothing;'
}

test_drift_writes_a_page_with_the_sql_of_both_ways() {
    project
    migrate apply
    sql -c 'CREATE TABLE by_hand (id integer)'
    migrate drift --report html:page.html
    expect_status 1
    expect_page page.html >told
    expect_text told 'DROP TABLE public.by_hand;'
    expect_text told 'CREATE TABLE public.by_hand'
    ! command -v dot >/dev/null || grep -q '^1 ' told || fail 'no picture'
}

run_tests

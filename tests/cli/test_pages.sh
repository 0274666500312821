#!/usr/bin/env bash
# README and the topics of help: each is listed and fits, and what it says to run prints what it says. A page whose
# commands need more than a project in a repository has a function setup_<name> of its own here.
. "$(dirname "$0")/../support/cli.sh"

setup_default-schema() {
    project
    printf '[project]\ndefault_schema = app\n' >migrate.ini
}

setup_backups() { project; }

setup_caching() {
    export XDG_CACHE_HOME=$PWD/cache
    project
    migrate check
}

setup_scratch() {
    project
    git checkout -q main
    mkdir ci
    echo 'CREATE SCHEMA auth;' >ci/platform.sql
    printf '[scratch]\npreset = heroku\ninit = ci/platform.sql\n' >migrate.ini
    git add .
    git commit -qm platform
    git checkout -qB change
}

topics() { migrate help && sed -n '/^Topics$/,/^$/s/^  \([^ ][^ ]*\)\( .*\)\{0,1\}$/\1/p' "$OUT"; }

project() {
    mkdir -p schema migrations/20260101000000_one
    echo 'CREATE TABLE pupil (id int);' | tee schema/schema.sql >migrations/20260101000000_one/migration.sql
    echo '[project]' >migrate.ini
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
}

setup_schema-files() {
    project
    rm -r schema
}

setup_history() {
    export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
    project
    git commit -q --amend -m 'The first table' --reset-author
}

setup_layouts() {
    project
    echo 'CREATE TABLE pupil (id int, grade int);' >schema/schema.sql
}

setup_online() {
    project
    echo 'CREATE TABLE pupil (id integer PRIMARY KEY, name text);' >migrations/20260101000000_one/migration.sql
    git commit -qam 'The table that is changed'
    git branch -f main
    cat >schema/schema.sql <<'SQL'
CREATE TABLE pupil (
    id integer PRIMARY KEY,
    name text NOT NULL
);
CREATE INDEX pupil_name ON pupil (name);
SQL
}

setup_targets() {
    project
    printf '[types]\nkysely = src/db.d.ts\n' >migrate.ini
}

setup_prisma() {
    mkdir -p prisma/migrations/20260101000000_one
    printf 'datasource db {\n  provider = "postgresql"\n}\nmodel Pupil {\n  id Int @id\n}\n' >prisma/schema.prisma
    echo 'CREATE TABLE "Pupil" (id int CONSTRAINT "Pupil_pkey" PRIMARY KEY);' \
        >prisma/migrations/20260101000000_one/migration.sql
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
}

setup_coming-from-prisma() {
    setup_prisma
    rm migrate.ini
}

setup_masking() {
    project
    rm schema/schema.sql
    git commit -qam empty
    git branch -f main
}

# A repository of another tool's: FILE and TEXT of each of its files.
other_tool() {
    git init -q -b main .
    while [ $# -gt 0 ]; do
        mkdir -p "$(dirname "$1")"
        printf '%b\n' "$2" >"$1"
        shift 2
    done
    git add .
    git commit -qm base
}
PUPIL='CREATE TABLE pupil (id int);'
setup_coming-from-golang-migrate() {
    other_tool db/migrations/000001_pupil.up.sql "$PUPIL" db/migrations/000001_pupil.down.sql 'DROP TABLE pupil;'
}
setup_coming-from-dbmate() {
    other_tool db/migrations/20260101000000_pupil.sql "-- migrate:up\n$PUPIL\n-- migrate:down\nDROP TABLE pupil;"
}
setup_coming-from-atlas() {
    local sums='h1:YkWDG8FyEXLpvBki1VFQTA8Kn1lzzN+APfrbPRcsKiw=
20260101000000_pupil.sql h1:f/o20RSxhTLviKGGrUpe1b5P0N7h1ifxFcpPAEl5Dgw='
    other_tool migrations/20260101000000_pupil.sql "$PUPIL" migrations/atlas.sum "$sums" schema.sql "$PUPIL"
}
setup_coming-from-django() {
    other_tool manage.py '' dump.sql 'CREATE TABLE public.django_migrations (id bigint, app varchar(255),
        name varchar(255), applied timestamptz);\nCREATE TABLE public.school_pupil (id bigint);'
}
setup_coming-from-rails() {
    other_tool db/migrate/20260101000000_pupil.rb '' db/structure.sql 'CREATE TABLE public.schema_migrations (
        version character varying NOT NULL);\nCREATE TABLE public.pupil (id bigint);
INSERT INTO "schema_migrations" (version) VALUES (20260101000000);'
}

setup_services() {
    project
    git checkout -q main
    local name
    for name in auth billing; do
        mkdir -p services/$name
        cp -r schema migrations services/$name/
        echo '[project]' >services/$name/migrate.ini
    done
    rm -r schema migrations
    echo 'after = auth' >>services/billing/migrate.ini
    printf '[services]\nauth = services/auth\nbilling = services/billing\n' >migrate.ini
    echo .migrate/ >.gitignore
    git add -A
    git commit -qm services
    git checkout -qB change
}

setup_tenants() { project; }

# What the recording at the top begins with.
setup_README() {
    printf 'CREATE TABLE pupil (\n    id bigint PRIMARY KEY,\n    name text NOT NULL\n);\n' >schema.sql
    mkdir -p schema migrations/20260101000000_one
    cp schema.sql migrations/20260101000000_one/migration.sql
    mv schema.sql schema/
    printf '[project]\n' >migrate.ini
    empty_repository
    git add .
    git commit -qm base
    git checkout -qb change
    migrate apply
    migrate psql -- -c 'CREATE INDEX by_hand ON pupil (id)'
    sed -i 's/ name text NOT NULL/ full_name text NOT NULL,\n    grade integer DEFAULT 1/' schema/schema.sql
}
empty_repository() { git init -q -b main .; }
setup_starting() { empty_repository; }
# What a page writes itself.
committed() {
    empty_repository
    git commit -q --allow-empty -m base
    git checkout -qb change
}
setup_coming-from-flyway() { committed; }
setup_coming-from-sqitch() { committed; }
setup_tutorial() { empty_repository; }

setup_walkthrough() {
    cp -R "$TOP"/{schema,migrations,migrate.ini} .
    git init -q -b main .
    git add .
    git commit -qm platform
}

test_every_page_of_the_folder_is_listed() {
    [ "$(topics)" = "$(cd "$TOP/migrate/cmd/topics" && ls -1 | sed 's/\.md$//')" ] || fail 'another list'
}

test_a_page_fits_a_terminal_and_begins_with_its_name() {
    local width
    for topic in $(topics); do
        for width in 50 80 100; do
            COLUMNS=$width migrate help "$topic"
            expect_ok
            [ "$topic" != migrate.ini ] || [ "$width" -ge 80 ] || continue
            # Text is broken; what is typed or printed is not.
            if LC_ALL=C.UTF-8 grep -E "^[^ ].{$width}" "$OUT" | grep -vE "^[^ ]*$"; then
                fail "a line of $topic is too long"
            fi
        done
        [ "$topic" = migrate.ini ] || grep -q "^$topic: " "$OUT" || fail "no title"
        # Markdown that only its readers know; what is indented is code.
        if [ "$topic" != migrate.ini ] && grep -vE '^  ' "$OUT" | grep -E '^#|```|\*\*[a-z]|`'; then
            fail "Markdown is left in $topic"
        fi
    done
}

test_a_page_is_set_for_colours_and_without() {
    migrate help applying
    expect_out "'migrate check' judges"
    migrate --color always help applying
    expect_out $'\033[36mmigrate check\033[0m judges'
}

test_every_page_is_one_of_the_manual() {
    command -v groff >/dev/null || skip 'no groff'
    for topic in $(topics); do
        migrate help --man "$topic"
        expect_ok
        groff -man -ww -Tutf8 -P-cbou "$OUT" >page 2>warnings
        [ ! -s warnings ] || fail "$topic: $(cat warnings)"
        grep -qE "^ +(migrate-)?$topic - " page || fail "$topic: no name"
        ! grep -E '```|\*\*[a-z]' page || fail "Markdown is left in $topic"
    done
    migrate help --man nothing-of-the-kind
    expect_status 2
}

PAGES() { ls "$TOP/README.md" "$TOP"/migrate/cmd/topics/*.md; }

test_what_a_page_names_exists() {
    # shellcheck disable=SC2046
    PATH=$(dirname "$MIGRATE"):$PATH python3 "$TOP/tests/support/page.py" --check-only $(PAGES) >"$OUT" ||
        fail 'a page names what does not exist'
}

# Every link of the site leads somewhere, and nothing is left of Markdown that cmark or a browser would not show.
test_the_pages_become_a_site() {
    command -v cmark >/dev/null || skip 'no cmark'
    "$TOP/ci/html" "$MIGRATE" site >"$OUT" 2>"$ERR" || fail 'no site'
    for topic in $(topics); do expect_file "site/$topic.html"; done
    expect_text site/containers.html '<a href="privileges.html"><code>migrate help privileges</code></a>'
    expect_text site/applying.html '<a href="codes.html#ahead"><code>migrate explain ahead</code></a>'
    expect_text site/kinds.html '<td>'
    ! grep -lE 'raw HTML omitted|<img' site/*.html || fail 'that is no plain page'
    for page in site/*.html; do
        grep -q "^<footer>Last checked against $("$MIGRATE" --version)," "$page" || fail "$page does not say when"
        # What can be read needs no script: those are the search's, which is hidden until they have run.
        [ "$(grep -o '<script[^>]*>' "$page" | sort -u | wc -l)" -eq 2 ] || fail "another script in $page"
    done
    for topic in $(topics); do
        [ "$(sed -n '/^<nav/,/^<\/ul><p>Commands/p' site/index.html | grep -c "\"$topic.html\"")" -eq 1 ] ||
            fail "$topic is not once in the navigation"
    done
    for topic in $(topics); do ! grep -l '<em>' "site/$topic.html" || fail 'an asterisk is taken for emphasis'; done
    python3 - site >"$OUT" <<'PY' || fail 'a link leads nowhere'
import glob, os, re, sys
os.chdir(sys.argv[1])
pages = {name: open(name).read() for name in glob.glob("*.html")}
ids = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in pages.items()}

def leads(name, link):
    file, _, part = link.partition("#")
    return os.path.exists(file or name) and (not part or part in ids[file or name])

import json
names = json.loads(open("names.js").read().partition("=")[2].strip().rstrip(";").replace(",\n]", "]"))
assert len(names) > 200
pages["names.js"] = " ".join(f'href="{page}"' for _, _, page in names)
dead = [(name, link) for name, text in pages.items() for link in re.findall(r'href="([^"]+)"', text)
        if not link.startswith("https:") and not leads(name, link)]
print(*dead, sep="\n")
sys.exit(bool(dead))
PY
}

proof_a_browser_opens_the_site() {
    local chromium
    chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip 'no chromium'
    "$TOP/ci/html" "$MIGRATE" site >"$OUT" 2>"$ERR" || fail 'no site'
    OUTSIDE=1 python3 -S "$TOP/tests/support/browse.py" "$chromium" site poolers=poolers.html \
        merged-edited=codes.html#merged-edited >browsed || fail "$(cat browsed)"
    grep -q ' pages, .* links, 2 searches$' browsed || fail "$(cat browsed)"
}

# The files that the pages name, and those that `make install` puts in place, are the same.
test_what_is_installed_is_what_the_pages_say() {
    env -u MAKEFLAGS -u MAKELEVEL make -s -C "$TOP" install BUILD="$(dirname "$MIGRATE")" \
        DESTDIR="$PWD/root" PREFIX=/usr >"$OUT" 2>"$ERR" ||
        fail 'make install fails'
    cd root/usr/share
    [ "$(ls -1 man/man7 | wc -l)" -eq "$(topics | wc -l)" ] || fail "other pages: $(ls man/man7)"
    expect_file man/man7/migrate-ci.7
    expect_file man/man7/migrate.ini.7
    sed -n '/^## What else/,/^## Elsewhere/s/^\([a-z][a-z/.]*\)  .*/\1/p' "$TOP/migrate/cmd/topics/ci.md" >named
    [ "$(wc -l <named)" -gt 6 ]
    while IFS= read -r file; do [ -e "migrate/ci/$file" ] || fail "there is no $file"; done <named
    find migrate/ci -type f | grep -vE 'hooks/|heroku/|Containerfile' | sed 's#migrate/ci/##' |
        while IFS= read -r file; do
            grep -qxF "$file" named || fail "no page names $file"
        done
}

# One page in a project of its own.
run_page() { # FILE
    local name
    name=$(basename "$1" .md)
    mkdir "in-$name"
    cd "in-$name"
    if [ "$(type -t "setup_$name")" = function ]; then "setup_$name"; else project; fi
    PATH=$(dirname "$MIGRATE"):$PATH python3 "$TOP/tests/support/page.py" "$1" >"../$name.out" 2>&1 ||
        touch "../$name.failed"
}

# The walk through the example project executes all of its migrations, again and again.
LONG_PAGES='/walkthrough\.md$'

test_what_a_page_says_to_run_prints_what_it_says() { run_pages "$(PAGES | grep -vE "$LONG_PAGES")"; }
proof_what_a_long_page_says_to_run_prints_what_it_says() { run_pages "$(PAGES | grep -E "$LONG_PAGES")"; }

run_pages() { # FILES, one a line
    command -v python3 >/dev/null || skip 'no python3'
    export TOP MIGRATE CLI_DIR
    for file in $1; do
        (run_page "$file") &
        while [ "$(jobs -rp | wc -l)" -ge 3 ]; do wait -n || true; done
    done
    wait
    cat ./*.out | sed -n 's/^[0-9]* commands, \([0-9]*\) not run$/\1/p' >unrun
    [ "$(wc -l <unrun)" -eq "$(wc -l <<<"$1")" ] || fail 'not every page was read to its end'
    # What cannot be executed here, such as the installation of packages, stays an exception.
    [ "$(awk '{ sum += $1 } END { print sum }' unrun)" -le 12 ] || fail 'too many blocks are not executed'
    if compgen -G '*.failed' >/dev/null; then
        cat $(ls ./*.failed | sed 's/failed$/out/') >"$OUT"
        sed 's/^/# /' "$OUT" | head -200
        fail "not true: $(echo *.failed)"
    fi
}

test_an_unknown_name_gets_the_nearest_topic() {
    migrate help untrustd
    expect_status 2
    expect_err "there is no command or topic 'untrustd'; did you mean 'untrusted'?"
    migrate help nothing-of-the-kind
    expect_status 2
    expect_err "'migrate help' lists them"
}

run_tests

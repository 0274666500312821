#!/usr/bin/env bash
# doc: a schema as pages of HTML and of Markdown, and as JSON, whatever is called how. Chromium, where it is installed,
# opens the pages from the disk: tests/support/browse.py.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/answers.sh"

shop() {
    git init -q -b main .
    mkdir -p schema
    cat >schema/shop.sql <<'SQL'
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE TABLE public.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail text NOT NULL UNIQUE,
    feels public.mood DEFAULT 'glad', twice int GENERATED ALWAYS AS (1 + 1) STORED);
COMMENT ON TABLE public.users IS 'Who may log in';
COMMENT ON COLUMN public.users.mail IS 'In small letters';
CREATE TABLE public.orders (id int PRIMARY KEY, payer bigint NOT NULL REFERENCES public.users ON DELETE CASCADE);
CREATE INDEX by_payer ON public.orders (payer);
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.orders FOR SELECT TO app USING (payer = 1);
GRANT SELECT, INSERT ON public.orders TO app;
GRANT UPDATE (payer) ON public.orders TO app WITH GRANT OPTION;
CREATE VIEW public.payers AS SELECT DISTINCT payer FROM public.orders;
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN /* why */ RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch();
SQL
}

# Names that would mean something in HTML, Markdown or a path, one of them of 63 bytes.
hostile() {
    local name
    name=$(printf 'é%.0s' {1..31})
    git init -q -b main .
    mkdir -p schema
    cat >schema/s.sql <<SQL
CREATE SCHEMA "../up";
CREATE TABLE public."<script>alert(1)</script>" (a int PRIMARY KEY, "</td>|\`*_[x](y)" int, "
two
lines" int, "$name" int, "$name'" int, "$(printf '\001\033[31m')" text DEFAULT '</code><img src=x onerror=alert(2)>');
COMMENT ON TABLE public."<script>alert(1)</script>" IS '</p><script>alert(3)</script> | \`\`\` &amp; <!-- ';
CREATE TABLE public."$name" (b int REFERENCES public."<script>alert(1)</script>");
CREATE TABLE "../up"."../../etc" ("Users" int, users int);
CREATE TABLE public."Users" (id int);
CREATE TABLE public.users (id int);
CREATE FUNCTION public."f""" ("p'" text) RETURNS text LANGUAGE sql AS 'SELECT ''\`\`\`</script>''';
CREATE TYPE public."e""\\" AS ENUM ('', '<b>', '''');
SQL
}

# What a page says, as text: cells of a table with blanks between them.
page_text() { python3 -S -c '
import sys, xml.etree.ElementTree as tree
def cell(e): return " ".join("".join(e.itertext()).split())
x = "{http://www.w3.org/1999/xhtml}"
for e in tree.parse(sys.argv[1]).iter():
    if e.tag == x + "tr": print(" | ".join(cell(c) for c in e))
    elif e.tag in (x + "h1", x + "h2", x + "p", x + "title"): print(cell(e))' "$1" || fail "$1 is not well-formed"; }

expect_page() { # PAGE, lines on standard input
    local line
    page_text "$1" >"$CLI_DIR/.page"
    while IFS= read -r line; do grep -qxF -e "$line" "$CLI_DIR/.page" || fail "not in $1: $line"; done
}

test_a_page_says_all_of_an_object() {
    shop
    migrate doc -o doc
    expect_ok
    expect_out_is <<<'doc/index.html'
    expect_page doc/table/public.users.html <<'TEXT'
public.users
Who may log in
id | bigint | no | GENERATED ALWAYS AS IDENTITY | primary | 
mail | text | no |  | unique | In small letters
feels | public.mood | yes | 'glad'::public.mood |  | 
twice | integer | yes | GENERATED ALWAYS AS ((1 + 1)) |  | 
users_pkey | PRIMARY KEY (id)
Referred to by
orders_payer_fkey | payer | public.orders | id | ON DELETE CASCADE
public.mood | enum
TEXT
    expect_page doc/table/public.orders.html <<'TEXT'
by_payer | CREATE INDEX by_payer ON public.orders USING btree (payer)
own | SELECT | app | (payer = 1)
Role | Column | INSERT | SELECT | UPDATE
app |  | yes | yes | 
app | payer |  |  | yes, and may grant it
Foreign keys
row security | ENABLE
Refers to
public.payers | view
TEXT
    expect_text doc/table/public.orders.html '<span class="k">CREATE</span> <span class="k">TABLE</span> public.orders'
    expect_text doc/function/public.touch--~*.html '<span class="c">/* why */</span>'
    expect_page doc/view/public.payers.html <<<'payer | bigint | no'
    expect_page doc/index.html <<'TEXT'
Of schema: 7 objects, 6 columns of tables.
public.users | Who may log in
TEXT
    migrate doc --format markdown -o md
    expect_ok
    expect_text md/table/public.users.md '| mail | text | no |  | unique | In small letters |'
    expect_text md/table/public.users.md '(../enum/public.mood.md)'
    expect_text md/README.md '```mermaid'
}

test_programs_get_an_object() {
    shop
    migrate doc --format json
    expect_ok
    "$FITS" "$TOP/migrate/report/doc.schema.json" "$OUT" || fail 'it does not fit'
    [ "$(ask '[o["parts"]["columns"][1]["comment"] for o in a["objects"] if o["identity"] == "public.users"]')" = \
        "['In small letters']" ]
    [ "$(ask 'a["counts"]["table"], a["format"]')" = '(2, 1)' ]
    cp "$OUT" printed
    migrate doc --format json -o json
    expect_ok
    cmp printed json/schema.json || fail 'the file says something else'
}

test_the_same_schema_gives_the_same_bytes() {
    shop
    mkdir bin
    for program in git postgres sh; do ! path=$(command -v $program) || ln -s "$path" bin/; done
    migrate doc -o one
    migrate doc -o two
    diff -r one two || fail 'they differ'
    PATH=$PWD/bin migrate doc -o three
    expect_status 0
    expect_err 'note: there is no diagram'
    expect_text three/diagram.svg 'was not there'
    [ "$(diff -rq one three | wc -l)" -le 1 ] || fail 'more than the picture differs'
}

test_a_folder_of_others_is_left_alone() {
    shop
    mkdir doc
    echo mine >doc/index.html
    migrate doc -o doc
    expect_status 2
    expect_err 'doc holds index.html, which `migrate doc` did not make'
    [ "$(cat doc/index.html)" = mine ]
    rm doc/index.html
    mkdir doc/.git
    migrate doc -o doc
    expect_ok
    echo mine >doc/table/notes.txt
    migrate doc -o doc
    expect_status 2
    expect_err 'holds table/notes.txt'
    echo table/notes.txt >>doc/.migrate-doc
    migrate doc -o doc
    expect_status 2
    expect_err 'holds table/notes.txt, which `migrate doc` did not make'
    [ "$(cat doc/table/notes.txt)" = mine ]
    rm doc/table/notes.txt
    : >doc/table/public.users.html
    sed -i 's/public.orders/public.sales/g' schema/shop.sql
    migrate doc -o doc
    expect_ok
    expect_file doc/table/public.sales.html
    expect_no_file doc/table/public.orders.html
    expect_text doc/table/public.users.html '</html>'
    [ -d doc/.git ]
    echo '../elsewhere' >>doc/.migrate-doc
    echo '<!-- Generated by migrate doc -->' >elsewhere
    migrate doc -o doc
    expect_ok
    expect_file elsewhere
    mv doc/.migrate-doc list
    echo index.html >doc/.migrate-doc
    migrate doc -o doc
    expect_status 2
    expect_err 'doc/.migrate-doc is not what `migrate doc` writes there'
    mv list doc/.migrate-doc
    echo other >elsewhere
    ln -sf "$PWD/elsewhere" doc/style.css
    migrate doc -o doc
    expect_status 2
    expect_err 'style.css'
    [ "$(cat elsewhere)" = other ]
    rm -r doc
    mkdir real
    ln -s real doc
    migrate doc -o doc
    expect_status 2
    [ -z "$(ls -A real)" ] || fail 'the link was followed'
}

test_hostile_names_stay_names() {
    hostile
    migrate doc -o doc
    expect_ok
    migrate doc --format markdown -o md
    expect_ok
    for page in doc/*.html doc/*/*.html; do page_text "$page" >/dev/null; done
    [ "$(grep -l '<script>alert\|<img src=x\|<b>' -r doc --include=*.html | wc -l)" = 0 ] || fail 'markup'
    [ "$(find doc/table -name '*.html' | wc -l)" = 5 ] || fail 'one page for each table'
    [ -z "$(find . -name 'etc*' -o -name 'up*' -maxdepth 1)" ] || fail 'a path'
    for page in md/*.md md/*/*.md; do
        ! awk '
            /^````*[a-z]+$/ { fence = $0; sub(/[a-z]+/, "", fence); next }
            $0 == fence { fence = ""; next }
            fence == ""' "$page" | grep -q '<script>\|](y)\|<img\|<b>' || fail "markup in $page"
    done
    # Each row of a table of columns is a line with as many cells.
    [ "$(grep -c '^| .* | .* | .* | .* | .* |$' md/table/public.--script-*.md)" -ge 6 ] || fail 'rows'
    migrate doc --format json
    expect_ok
    "$FITS" "$TOP/migrate/report/doc.schema.json" "$OUT" || fail 'it does not fit'
    [ "$(ask '[o["comment"] for o in a["objects"] if o["comment"]][0][:4]')" = '</p>' ]
}

browse() {
    local chromium
    chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
        skip 'chromium is not installed, so no page was opened'
    python3 -S "$TOP/tests/support/browse.py" "$chromium" "$@" >browsed || fail "$(cat browsed)"
}

test_a_browser_opens_pages_without_complaint() {
    hostile
    migrate doc -o doc
    expect_ok
    local column
    column=$(grep -o '"table/[^"]*#columns.-two-[^"]*"' doc/names.js | tr -d '"')
    browse doc users=table/public.users.html "two=$column"
    grep -q '^[0-9]* pages, [0-9]* links, 2 searches$' browsed || fail "$(cat browsed)"
}

test_what_cannot_be_written_is_said() {
    shop
    migrate doc
    expect_status 2
    expect_err 'say with -o in which folder'
    migrate doc -o doc --format pdf
    expect_status 2
    expect_err "there is no format 'pdf'"
    migrate doc nosuch -o doc
    expect_status 2
    expect_no_file doc
}

run_tests

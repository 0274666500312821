#!/usr/bin/env bash
# diagram: tables, columns and foreign keys as a picture, in each format, whatever they are called.
# The program dot, where it is installed, reads what it is given.
. "$(dirname "$0")/../support/cli.sh"

shop() {
    git init -q -b main .
    mkdir -p schema migrations
    cat >schema/shop.sql <<'SQL'
CREATE SCHEMA billing;
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE TYPE public.unused AS ENUM ('a');
CREATE TABLE public.users (id bigint PRIMARY KEY, mail text NOT NULL UNIQUE, feels public.mood);
CREATE TABLE public.profile (user_id bigint PRIMARY KEY REFERENCES public.users);
CREATE TABLE billing.invoices (id bigint PRIMARY KEY, payer bigint NOT NULL REFERENCES public.users,
    storno bigint REFERENCES billing.invoices);
CREATE TABLE billing.lines (invoice bigint REFERENCES billing.invoices, no int, PRIMARY KEY (invoice, no));
CREATE TABLE public.events (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE public.events_old PARTITION OF public.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
SQL
}

test_mermaid_has_keys_and_how_many_rows_refer() {
    shop
    migrate diagram --format mermaid
    expect_ok
    expect_out_is <<'TEXT'
erDiagram
  t0["billing.invoices"] {
    bigint id PK
    bigint payer FK
    bigint storno FK
  }
  t1["billing.lines"] {
    bigint invoice PK, FK
    integer no PK
  }
  t2["public.events - 2 partitions"] {
    integer id
    date at
  }
  t3["public.mood - enum"] {
    label sad
    label glad
  }
  t4["public.profile"] {
    bigint user_id PK, FK
  }
  t6["public.users"] {
    bigint id PK
    text mail UK
    public_mood feels
  }
  t0 }o--|| t6 : "invoices_payer_fkey"
  t0 }o--o| t0 : "invoices_storno_fkey"
  t1 }o--|| t0 : "lines_invoice_fkey"
  t4 |o--|| t6 : "profile_user_id_fkey"
TEXT
}

test_dbml_is_what_other_programs_read() {
    shop
    migrate diagram --format dbml --table 'lines' --table profile --depth 1
    expect_ok
    expect_out_is <<'TEXT'
Table "billing"."invoices" {
  "id" "bigint" [pk]
  "payer" "bigint" [not null]
  "storno" "bigint"
}

Table "billing"."lines" {
  "invoice" "bigint" [not null]
  "no" "integer" [not null]

  indexes {
    ("invoice", "no") [pk]
  }
}

Enum "public"."mood" {
  "sad"
  "glad"
}

Table "public"."profile" {
  "user_id" "bigint" [pk]
}

Table "public"."users" {
  "id" "bigint" [pk]
  "mail" "text" [not null]
  "feels" "public"."mood"
}

Ref "invoices_payer_fkey": "billing"."invoices".("payer") > "public"."users".("id")
Ref "invoices_storno_fkey": "billing"."invoices".("storno") > "billing"."invoices".("id")
Ref "lines_invoice_fkey": "billing"."lines".("invoice") > "billing"."invoices".("id")
Ref "profile_user_id_fkey": "public"."profile".("user_id") - "public"."users".("id")
TEXT
}

test_a_difference_marks_what_comes_goes_and_changes() {
    shop
    cp schema/shop.sql old.sql
    sed -i -e '/public.profile/d' -e 's/mail text NOT NULL/mail text/' -e 's/no int/no int, at date/' schema/shop.sql
    echo 'CREATE TABLE public.seats (owner bigint REFERENCES public.users);' >>schema/shop.sql
    migrate diagram --from old.sql --to schema --format mermaid
    expect_ok
    for line in '"billing.lines - changed"' 'date at "new"' '"public.profile - gone"' '"public.seats - new"' \
        '"public.users - changed"' 'text mail UK "changed"' 'seats_owner_fkey - new' 'profile_user_id_fkey - gone' \
        '"billing.invoices"'; do expect_out "$line"; done
    expect_no_out events
    migrate diagram --from old.sql --to schema --format dot
    expect_out '#b6e3b6'
    expect_out 'style=dashed'
    migrate diagram --from schema --to schema --format mermaid
    expect_status 0
    expect_err 'note: there is no table to draw'
}

test_hostile_names_stay_names() {
    local name
    git init -q -b main .
    mkdir schema
    name=$(printf 'é%.0s' {1..31})
    cat >schema/s.sql <<SQL
CREATE TABLE public."</TABLE>> ]; evil [""" (a int PRIMARY KEY, "<script>alert(1)</script>" int, "
two
lines" int, "$name" int, "\\\\N \\" int);
COMMENT ON TABLE public."</TABLE>> ]; evil [""" IS 'x"]; y [label="\\';
CREATE TYPE public."e'" AS ENUM ('', '"}', '&amp;');
CREATE TABLE public.b (c public."e'", d int REFERENCES public."</TABLE>> ]; evil [""");
SQL
    for format in dot mermaid dbml; do
        migrate diagram --format $format
        expect_ok
        cp "$OUT" "$format"
    done
    ! grep '<script>' dot mermaid || fail 'markup is not escaped'
    grep -qF '"public"."</TABLE>> ]; evil [\""' dbml || fail "$(cat dbml)"
    grep -qF '"\\\\N \\" "integer"' dbml || fail "$(cat dbml)"
    # Two boxes of tables, one of the enum: nothing that was named made another.
    [ "$(grep -c '^    t[0-9]* \[label=<' dot)" -eq 3 ] || fail "$(cat dot)"
    [ "$(grep -c '^  t[0-9]*\["' mermaid)" -eq 3 ] || fail "$(cat mermaid)"
    command -v dot >/dev/null || skip 'the program dot is not installed'
    migrate diagram -o a.svg
    expect_ok
    python3 - <<'PY' || fail 'the SVG is not well-formed, or has a script'
import xml.etree.ElementTree as tree
names = {node.tag.split('}')[1] for node in tree.parse('a.svg').iter()}
assert 'script' not in names and 'polygon' in names, names
PY
}

test_pictures_are_pictures_and_the_same_each_time() {
    command -v dot >/dev/null || skip 'the program dot is not installed'
    shop
    for format in svg png pdf; do
        migrate diagram -o a.$format
        expect_ok
        migrate diagram --format $format
        expect_ok
        [ "$format" = pdf ] || cmp "$OUT" a.$format || fail "$format differs from run to run"
    done
    head -c 8 a.png | grep -q PNG || fail 'no PNG'
    head -c 5 a.pdf | grep -q %PDF || fail 'no PDF'
    grep -q '<svg' a.svg || fail 'no SVG'
    ln -s a.svg link.svg
    echo other >target
    ln -sf target link.svg
    migrate diagram -o link.svg
    expect_ok
    [ -L link.svg ] && grep -q '<svg' target || fail 'the link was replaced'
}

test_without_graphviz_the_package_is_named() {
    shop
    mkdir bin
    for program in git postgres sh; do ! path=$(command -v $program) || ln -s "$path" bin/; done
    PATH=$PWD/bin migrate diagram -o a.svg
    expect_status 3
    expect_err 'install the package graphviz, or take --format mermaid, dbml or dot'
    expect_no_file a.svg
    PATH=$PWD/bin migrate diagram -o a.mermaid
    expect_ok
    printf '#!/bin/sh\necho "no fonts" >&2\nexit 9\n' >bin/dot
    chmod +x bin/dot
    PATH=$PWD/bin migrate diagram -o a.svg
    expect_status 3
    expect_err 'bin/dot ended with status 9: no fonts'
    expect_no_file a.svg
}

test_many_tables_are_drawn_by_name_then_by_schema() {
    git init -q -b main .
    mkdir schema
    for i in {1..70}; do echo "CREATE TABLE t$i (id int PRIMARY KEY);"; done >schema/s.sql
    migrate diagram --format mermaid
    expect_err 'note: 70 tables are drawn without their columns'
    expect_no_out 'integer'
    migrate diagram --format mermaid --table 't7*'
    expect_ok
    expect_out 'integer id PK'
    [ "$(grep -c '"public.*\|^  t' "$OUT")" -eq 2 ] || fail 't7 and t70'
    {
        echo 'CREATE SCHEMA other; CREATE TABLE other.o (t int REFERENCES t1);'
        for i in {71..201}; do echo "CREATE TABLE t$i (id int PRIMARY KEY);"; done
    } >>schema/s.sql
    migrate diagram --format mermaid
    expect_err 'note: 202 tables are drawn by schema'
    expect_out_is <<'TEXT'
erDiagram
  s0["other - 1 tables"]
  s1["public - 201 tables"]
  s0 }o--|| s1 : "1"
TEXT
    migrate diagram --format dbml
    expect_out '"t201"'
}

test_what_cannot_be_drawn_is_refused() {
    shop
    migrate diagram --table nosuch
    expect_status 2
    expect_err "no table is called 'nosuch'"
    migrate diagram --depth 2
    expect_status 2
    expect_err '--depth counts from the tables that --table names'
    migrate diagram --table users --depth many
    expect_status 2
    expect_err "--depth is a number up to 1000, not 'many'"
    migrate diagram -o schema.jpg
    expect_status 2
    expect_err 'does not end in a format; say which with --format: svg, pdf, png, dot, mermaid, dbml'
    migrate diagram --format jpg
    expect_status 2
    expect_err "there is no format 'jpg'"
    migrate diagram schema --from empty
    expect_status 2
    expect_err 'either SOURCE is drawn, or the difference of --from and --to'
}

run_tests

#!/usr/bin/env bash
# Rows in files: what is written is what is read again, and what does not fit is named.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

export MIGRATE_MASK_KEY=0123456789abcdef-the-first-key

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

shop() {
    DATABASE_URL=$(server_database "data$number")
    export DATABASE_URL
    mkdir schema
    cat >schema/shop.sql <<'SQL'
CREATE SCHEMA shop;
-- migrate: not personal
CREATE TABLE shop.buyer (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- migrate: mask name full
    name text NOT NULL,
    born date,
    more jsonb,
    words text[],
    bytes bytea,
    price numeric(10,2) DEFAULT 1,
    exact numeric,
    big bigint,
    twice numeric GENERATED ALWAYS AS (price * 2) STORED
);
CREATE TABLE shop.basket (id serial PRIMARY KEY, buyer integer NOT NULL REFERENCES shop.buyer);
SQL
    sql -f schema/shop.sql
    sql <<'SQL'
INSERT INTO shop.buyer (name, born, more, words, bytes, price, exact, big)
VALUES (E'O''Brien \\ "x", y\nz', '2000-02-29', E'{"b": 1,\n "a": "t\\tab \\u00e9"}', '{a,"b c",NULL}',
        '\xdeadbeef', 1.50,
        -12345678901234567890.123456789, 9223372036854775807),
       ('', NULL, NULL, NULL, NULL, NULL, 5, -1);
INSERT INTO shop.basket (buyer) VALUES (2), (1);
SQL
    sql -c 'TABLE shop.buyer' -c 'TABLE shop.basket' >before
}

again() { # FILE
    sql -c 'TRUNCATE shop.buyer, shop.basket RESTART IDENTITY'
    migrate data import "$1"
    expect_ok
}

test_what_was_exported_is_imported_again() {
    shop
    local format
    migrate data export -o all.json
    expect_ok
    expect_out 'wrote all.json (4 rows of 2 tables)'
    python3 -c 'import json; a = json.load(open("all.json")); assert list(a) == ["shop.buyer", "shop.basket"], a'
    again all.json
    expect_out 'imported 4 rows into 2 tables of dev'
    sql -c 'TABLE shop.buyer' -c 'TABLE shop.basket' | diff before - || fail 'json lost something'
    [ "$(sql -c "INSERT INTO shop.buyer (name) VALUES ('n') RETURNING id")" = 3 ]
    [ "$(sql -c 'INSERT INTO shop.basket (buyer) VALUES (3) RETURNING id')" = 3 ]
    sql -c 'DELETE FROM shop.basket WHERE id = 3' -c 'DELETE FROM shop.buyer WHERE id = 3'
    for format in csv ndjson; do
        migrate data export shop.buyer --format $format -o 1_shop.buyer.$format
        migrate data export basket --format $format
        expect_status 2
        expect_err 'has no table "basket"'
        migrate data export shop.basket --format $format -o 2_shop.basket.$format
        again 1_shop.buyer.$format
        migrate data import 2_shop.basket.$format
        sql -c 'TABLE shop.buyer' -c 'TABLE shop.basket' | diff before - || fail "$format lost something"
    done
    migrate data export --format sql -o all.sql
    sql -c 'TRUNCATE shop.buyer, shop.basket RESTART IDENTITY' -f all.sql
    sql -c 'TABLE shop.buyer' -c 'TABLE shop.basket' | diff before - || fail 'sql lost something'
    [ "$(sql -c "INSERT INTO shop.buyer (name) VALUES ('n') RETURNING id")" = 3 ]
}

test_a_query_and_masks_are_exported() {
    shop
    printf '[project]\ndefault_schema = shop\n' >migrate.ini
    migrate data export --query 'SELECT id, price FROM buyer ORDER BY id;' --format csv
    expect_ok
    expect_out_is <<<$'id,price\n1,1.50\n2,'
    migrate data export --query 'SELECT 1 AS one' --mask
    expect_status 2
    migrate data export --query 'SELECT 1 AS one'
    expect_out_is <<<$'{\n"query": [\n{"one":1}\n]\n}'
    migrate data export --format csv
    expect_status 2
    expect_err 'a file of csv holds rows of one table, and these are 2'
    migrate data export buyer --mask --format ndjson
    expect_ok
    expect_no_out Brien
    [ "$(wc -l <"$OUT")" = 2 ]
    printf '[env dev]\nprotected = true\n' >>migrate.ini
    migrate data export buyer --mask --format ndjson
    expect_ok
    migrate data export buyer --format ndjson
    expect_status 4
    migrate data import x.csv
    expect_status 4
    expect_err 'the environment "dev" is protected and is not imported into'
}

# Values of another shape than the mask's paths have, and numbers at the end of their type.
test_no_value_passes_a_mask_because_of_its_shape() {
    DATABASE_URL=$(server_database "data$number")
    export DATABASE_URL
    mkdir schema
    cat >schema/s.sql <<'SQL'
CREATE TABLE t (id integer PRIMARY KEY,
    -- migrate: mask json home.street=constant X, mails.mail=constant Y, list.0=constant Z
    j jsonb,
    -- migrate: mask noise 100
    n integer,
    -- migrate: mask noise 100
    s smallint);
SQL
    sql -f schema/s.sql
    sql <<'SQL'
INSERT INTO t SELECT row_number() OVER (), j::jsonb, CASE WHEN random() < 2 THEN 2147483647 END, -32768
  FROM unnest(ARRAY['{"home": {"street": "RAW", "n": 1}, "mails": [{"mail": "RAW"}, "RAW", null, ["RAW"]]}',
    '{"home": "RAW", "mails": [], "list": ["RAW", 2]}', '"RAW"', 'null', '5', '[{"home": {"street": ["RAW"]}}]',
    '{"home": null, "mails": {"mail": 7}, "list": {"0": "RAW"}}', NULL, '{}']) j;
SQL
    migrate data export t --mask --format ndjson
    expect_ok
    python3 - "$OUT" >values <<'PY'
import json, sys
for line in open(sys.argv[1]):
    print(json.dumps(json.loads(line)["j"]))
PY
    diff - values <<'EOF'
{"home": {"n": 1, "street": "X"}, "mails": [{"mail": "Y"}, null, null, null]}
{"home": null, "list": ["Z", 2], "mails": []}
null
null
null
[{"home": {"street": "X"}}]
{"home": null, "list": {"0": "Z"}, "mails": {"mail": "Y"}}
null
{}
EOF
}

test_what_does_not_fit_is_named_with_its_row_and_column() {
    shop
    sql -c 'TRUNCATE shop.buyer, shop.basket'
    printf 'id,name,born\n1,a,2000-01-01\n2,"b\nc",2000-13-01\n' >shop.buyer.csv
    migrate data import shop.buyer.csv
    expect_status 1
    expect_err 'shop.buyer.csv: line 3 of shop.buyer, column born: date/time field value out of range:' \
        '"2000-13-01"'
    printf 'id,name\n1,a\n2,\n' >shop.buyer.csv
    migrate data import shop.buyer.csv
    expect_status 1
    expect_err 'line 3 of shop.buyer, column name: null value in column "name"'
    printf '{"id": 1, "buyer": 77}\n' >shop.basket.ndjson
    migrate data import shop.basket.ndjson
    expect_status 1
    expect_err 'line 1 of shop.basket: it refers to nothing in shop.buyer by the foreign key basket_buyer_fkey'
    echo '{"shop.buyer": [{"id": 1, "name": "x"}, {"nmae": "y"}]}' >all.json
    migrate data import all.json
    expect_status 1
    expect_err 'row 2 of shop.buyer, column nmae: the table has no such column'
    printf 'id,name\n1\n' >shop.buyer.csv
    migrate data import shop.buyer.csv
    expect_status 2
    expect_err 'shop.buyer.csv:2: the row has 1 fields, and the head has 2'
    printf 'id\n"1\n' >shop.buyer.csv
    migrate data import shop.buyer.csv
    expect_err 'a field begins with a quote that is not closed'
    migrate data import shop.buyer.xml
    expect_status 2
    expect_err 'has to end in .json, .ndjson or .csv'
    [ "$(sql -c 'SELECT count(*) FROM shop.buyer')" = 0 ]
}

test_rows_that_are_there_change_only_when_asked() {
    shop
    printf 'id,name,born\n1,new,\n3,third,\n' >some.csv
    migrate data import some.csv --table shop.buyer
    expect_status 1
    expect_err 'line 2 of shop.buyer: duplicate key value'
    migrate data import some.csv --table shop.buyer --upsert
    expect_ok
    [ "$(sql -c 'SELECT id, name, price FROM shop.buyer ORDER BY id' | tr '\n' ' ')" = \
        '1|new|1.50 2|| 3|third|1.00 ' ]
}

test_files_are_read_byte_for_byte_or_refused_with_the_place() {
    shop
    sql -c 'CREATE TABLE t (a integer, t text)'
    printf '\xef\xbb\xbfa,t\r\n20,"abc"\r\n21,x\r\n22,"two\r\nlines"\r\n' >t.csv
    migrate data import t.csv
    expect_ok
    [ "$(sql -c 'SELECT a, to_json(t) FROM t ORDER BY a' | tr '\n' ' ')" = '20|"abc" 21|"x" 22|"two\r\nlines" ' ]
    printf '\xef\xbb\xbf{"t": [{"a": 23, "t": "mark"}]}' >t.json
    migrate data import t.json
    expect_ok
    refused() { # FILE ERROR
        migrate data import "$1" --table t
        expect_status 2
        expect_err "$1:$2"
    }
    printf 'a,t\n1,\xc3\xa9\xff\n' >bad.csv
    refused bad.csv '2:4: this is no UTF-8'
    printf 'a,t\n1,a\0b\n' >bad.csv
    refused bad.csv '2:4: there is a NUL byte'
    printf 'a,t,a\n1,b,2\n' >bad.csv
    refused bad.csv '1: the head has the column "a" twice'
    printf '[{"a": 1},\n {"a": 1, "\\u0061": 2}]' >bad.json
    refused bad.json '2:11: the row has "a" twice'
    printf '{"t": [], "t": []}' >bad.json
    refused bad.json '1:11: the file has "t" twice'
    printf '[{"a": 1}' >bad.json
    refused bad.json '1:10: expected "," or "]"'
    printf '[{"a": 01}]' >bad.json
    refused bad.json '1:9: expected "," or "}"'
    printf '{"a": 1}\n{"t": "\\ud}' >bad.ndjson
    refused bad.ndjson '2:8: no escape of json begins like this'
    [ "$(sql -c 'SELECT count(*) FROM t')" = 4 ]
}

test_json_comes_back_as_it_was() {
    shop
    local format
    sql 2>notices <<'SQL'
CREATE SCHEMA "odd e";
SET search_path = "odd e", public;
CREATE TYPE pair;
CREATE FUNCTION pair_in(cstring) RETURNS pair IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION pair_out(pair) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE pair (INPUT = pair_in, OUTPUT = pair_out, LIKE = text);
CREATE FUNCTION shown(pair) RETURNS json IMMUTABLE LANGUAGE sql AS $$SELECT '{"shown": 1}'::json$$;
CREATE CAST (pair AS json) WITH FUNCTION shown;
SQL
    sql -c 'CREATE TABLE j (id integer, j json, b jsonb, p "odd e".pair, ps "odd e".pair[])'
    sql <<'SQL'
INSERT INTO j VALUES (1, '{"a": 1.10, "a":  123456789012345678901234567890}', '123456789012345678901234567890',
     'x => "y"'),
    (2, '"\u0000"', '"text"', NULL), (3, '[1e400, {"n": 1.0}]', '{"n": 1.10, "s": "\\\"\n"}', '{'), (4, NULL, NULL, '');
UPDATE j SET ps = ARRAY[p, NULL];
SQL
    sql -c 'TABLE j ORDER BY id' >before
    for format in csv json ndjson; do
        migrate data export j --format $format -o j.$format
        expect_ok
        sql -c 'TRUNCATE j'
        migrate data import j.$format
        expect_ok
        sql -c 'TABLE j ORDER BY id' | diff before - || fail "$format lost something"
    done
    printf 'id,j,b\n5,null,null\n6,,\n7,"""t""","{""a"": 1}"\n' >j.csv
    migrate data import j.csv
    expect_ok
    [ "$(sql -c 'SELECT j, b FROM j WHERE id > 4 ORDER BY id' | tr '\n' ' ')" = 'null|null | "t"|{"a": 1} ' ]
    printf 'id,b\n8,{\n' >j.csv
    migrate data import j.csv
    expect_status 1
    expect_err 'line 2 of public.j, column b: invalid input syntax for type json'
}

test_names_in_quotes_mean_what_they_mean_in_sql() {
    shop
    local name
    sql -c 'CREATE SCHEMA "a.b"' -c 'CREATE TABLE "Q t" (id integer)' -c 'CREATE TABLE "a.b"."say ""x""" (id integer)' \
        -c 'INSERT INTO "Q t" VALUES (1)' -c 'INSERT INTO "a.b"."say ""x""" VALUES (2)'
    for name in 'Q t' '"Q t"' 'public."Q t"' '"public"."Q t"'; do
        migrate data export "$name" --format ndjson
        expect_ok
        expect_out_is <<<'{"id":1}'
    done
    migrate data export '"a.b"."say ""x"""' --format ndjson
    expect_out_is <<<'{"id":2}'
    migrate seed --generate '"Q t":4'
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM "Q t"')" = 5 ]
    migrate data export '"Q"t' --format ndjson
    expect_status 2
}

test_rows_may_refer_to_later_ones() {
    shop
    sql <<'SQL'
CREATE TABLE tree (id integer PRIMARY KEY, up integer REFERENCES tree, note text DEFAULT 'none');
CREATE TABLE one (id integer PRIMARY KEY, other integer NOT NULL);
CREATE TABLE other (id integer PRIMARY KEY, one integer NOT NULL REFERENCES one);
ALTER TABLE one ADD CONSTRAINT one_other FOREIGN KEY (other) REFERENCES other;
SQL
    python3 - <<'PY'
rows = [f'{{"id": {i}, "up": {i % 1201 + 1}' + (', "note": "x"' if i % 700 == 0 else '') + '}' for i in range(1, 1202)]
open('tree.ndjson', 'w').write('\n'.join(rows) + '\n')
rows[1100] = '{"id": 1101, "up": 5000}'
open('wrong.ndjson', 'w').write('\n'.join(rows) + '\n')
PY
    migrate data import wrong.ndjson --table tree
    expect_status 1
    expect_err 'wrong.ndjson: line 1101 of public.tree: it refers to nothing in public.tree by the foreign key'
    migrate data import tree.ndjson
    expect_ok
    [ "$(sql -c 'SELECT count(*), count(up) FROM tree')" = '1201|1201' ]
    sql -c 'TRUNCATE tree' -c 'CREATE ROLE guest LOGIN' -c 'GRANT ALL ON tree TO guest' \
        -c "ALTER ROLE guest PASSWORD 'g'"
    DATABASE_URL=$(sed -E 's#//[^@]*@#//guest:g@#' <<<"$DATABASE_URL") migrate data import tree.ndjson
    expect_status 1
    sed -i '/note/d' tree.ndjson
    sed -i '$s/1}/2}/; $!{/"up": 700}/s/700/1/}' tree.ndjson
    DATABASE_URL=$(sed -E 's#//[^@]*@#//guest:g@#' <<<"$DATABASE_URL") migrate data import tree.ndjson
    expect_ok
    [ "$(sql -c 'SELECT count(*), count(up) FROM tree')" = '1200|1200' ]
    echo '{}' >tree.ndjson
    migrate data import tree.ndjson
    expect_status 1
    expect_err 'line 1 of public.tree: it names no column that takes a value'
    echo '{"one": [{"id": 1, "other": 1}], "other": [{"id": 1, "one": 1}]}' >both.json
    migrate data import both.json
    expect_ok
    [ "$(sql -c "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable")" = 0 ]
    migrate data export one other --format sql -o both.sql
    sql -c 'TRUNCATE one, other' -f both.sql
    [ "$(sql -c 'SELECT count(*) FROM one, other')" = 1 ]
    [ "$(sql -c "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable")" = 0 ]
}

run_tests

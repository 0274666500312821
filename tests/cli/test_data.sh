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
    expect_err 'line 1 of shop.basket: insert or update on table "basket" violates foreign key constraint'
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

run_tests

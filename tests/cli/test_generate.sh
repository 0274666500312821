#!/usr/bin/env bash
# Seeds that are remembered, seeds of rows, and rows that are made up.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

database() { # [NAME]
    DATABASE_URL=$(server_database "generated$number${1-}")
    export DATABASE_URL
}

tables() {
    sql -c "SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
             WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname !~ '^(pg_|migrate$|information_schema)'
             ORDER BY 1"
}

# Every table of the example project.
fill_example() { # ROWS
    local table words=()
    psql -X -q "$SERVER_URL" -c "DO \$\$ BEGIN
        CREATE ROLE tutoring_app; CREATE ROLE tutoring_staff; CREATE ROLE tutoring_report;
        EXCEPTION WHEN duplicate_object THEN END \$\$"
    cp -R "$TOP/migrations" .
    printf '[project]\nschema =\n' >migrate.ini
    database
    migrate apply
    expect_status 0
    for table in $(tables); do words+=(--generate "$table: $1"); done
    [ ${#words[@]} -gt 50 ]
    migrate seed "${words[@]}"
    expect_ok
    for table in $(tables); do
        [ "$(sql -c "SELECT count(*) >= $1 FROM $table")" = t ] || fail "$table has fewer"
    done
}

test_every_table_of_the_example_gets_rows_that_it_takes() { fill_example 20; }
proof_a_thousand_rows_go_into_every_table_of_the_example() { fill_example 1000; }

test_the_same_numbers_give_the_same_rows() {
    cat >schema.sql <<'SQL'
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN code AS text CHECK (VALUE ~ '^[A-Z]{2}-\d{4}$');
CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code code UNIQUE, mood mood NOT NULL,
    mail varchar(20) NOT NULL CHECK (mail LIKE '%@%'), kind text CHECK (kind IN ('x', 'y')),
    n integer CHECK (n BETWEEN 5 AND 9),
    starts date, ends date CHECK (ends > starts), up bigint REFERENCES a, price numeric(5,2), tags text[] NOT NULL,
    at tstzrange, EXCLUDE USING gist (at WITH &&));
CREATE TABLE b (a bigint REFERENCES a, m mood, w text, PRIMARY KEY (a, m));
CREATE TABLE c (x bigint REFERENCES a, y bigint REFERENCES a, z integer NOT NULL DEFAULT 3, PRIMARY KEY (x, y));
SQL
    local run
    for run in one two; do
        database $run
        sql -f schema.sql
        migrate seed --generate 'b: 50' --generate 'c: 300' --generate 'a: 100'
        expect_ok
        expect_out 'generated public.a (100 rows)'
        sql -c 'TABLE a' -c 'TABLE b' -c 'TABLE c' >$run
    done
    [ "$(wc -l <one)" = 450 ]
    diff one two || fail 'other rows'
    [ "$(sql -c 'SELECT count(DISTINCT code), count(DISTINCT kind), count(DISTINCT n) > 2 FROM a')" = '100|2|t' ]
    migrate seed --generate 'a: 5'
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM a')" = 105 ]
}

test_what_cannot_be_solved_is_named() {
    database
    sql -c 'CREATE TABLE a (id integer PRIMARY KEY)' -c 'CREATE TABLE b (a integer NOT NULL REFERENCES a)' \
        -c "CREATE TABLE c (n integer NOT NULL CHECK (n * n = 7), k text)" -c 'CREATE TYPE odd' \
        -c 'CREATE TABLE d (p path NOT NULL)'
    migrate seed --generate 'b: 5'
    expect_status 2
    expect_err "no rows can be made up for public.b: b_a_fkey refers to public.a, which has no rows; make some first"
    migrate seed --generate 'a: 5' --generate 'c: 5'
    expect_status 2
    expect_err 'no rows can be made up for public.c: the check c_n_check (((n * n) = 7)) could not be solved'
    migrate seed --generate 'd: 5'
    expect_err 'nothing is known of values of the type path, which p needs'
    migrate seed --generate 'e: 5'
    expect_err '--generate: dev has no table "e"'
    migrate seed --generate 'a'
    expect_err "as in 'people.pupil: 1000'"
    [ "$(sql -c 'SELECT count(*) FROM a')" = 0 ]
    printf '[env dev]\nprotected = true\n' >migrate.ini
    migrate seed --generate 'a: 1'
    expect_status 4
}

test_a_seed_is_loaded_once_and_again_when_it_changes() {
    database
    mkdir -p seeds migrations/20240101000000_a
    echo 'CREATE TABLE a (id integer PRIMARY KEY, name text);' >migrations/20240101000000_a/migration.sql
    printf '[project]\nschema =\n' >migrate.ini
    migrate apply
    printf 'id,name\n1,one\n2,two\n' >seeds/1_a.csv
    echo "INSERT INTO a VALUES (3, 'three');" >seeds/2.sql
    echo '{"a": [{"id": 4, "name": "four"}]}' >seeds/3.json
    migrate seed
    expect_ok
    expect_out_is <<<$'done seeds/1_a.csv\ndone seeds/2.sql\ndone seeds/3.json'
    migrate seed
    expect_ok
    expect_out_is <<<$'unchanged seeds/1_a.csv\nunchanged seeds/2.sql\nunchanged seeds/3.json'
    printf 'id,name\n1,new\n' >seeds/1_a.csv
    migrate seed
    expect_out 'done seeds/1_a.csv'
    expect_out 'unchanged seeds/2.sql'
    [ "$(sql -c 'SELECT name FROM a ORDER BY id' | tr '\n' ' ')" = 'new two three four ' ]
    echo "INSERT INTO a VALUES (3, 'three'); SELECT 1;" >seeds/2.sql
    migrate seed
    expect_status 2
    expect_err 'duplicate key'
    sql -c 'DELETE FROM a'
    migrate seed
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM a')" = 1 ]
    sql -c 'DELETE FROM a'
    migrate seed --again
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM a')" = 3 ]
    migrate status
    expect_ok
    migrate drift
    expect_status 0
}

test_two_runs_load_a_file_once() {
    database
    mkdir -p seeds migrations/20240101000000_a
    echo 'CREATE TABLE a (id integer);' >migrations/20240101000000_a/migration.sql
    printf '[project]\nschema =\n' >migrate.ini
    migrate apply
    echo 'SELECT pg_sleep(0.6); INSERT INTO a VALUES (1);' >seeds/1.sql
    printf 'id\n2\n' >seeds/2_a.csv
    "$MIGRATE" seed >one 2>&1 &
    "$MIGRATE" seed >two 2>&1 || fail "the other run: $(cat two)"
    wait $! || fail "one run: $(cat one)"
    sort one two | diff - <(printf '%s seeds/1.sql\n%s seeds/2_a.csv\n' done done unchanged unchanged | sort) ||
        fail "$(cat one two)"
    [ "$(sql -c 'SELECT string_agg(id::text, $$,$$ ORDER BY id) FROM a')" = 1,2 ]
    [ "$(sql -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ]
}

test_rows_that_are_there_and_partitions_are_regarded() {
    cat >schema.sql <<'SQL'
CREATE TABLE a (id integer PRIMARY KEY, code text UNIQUE, serial bigint GENERATED BY DEFAULT AS IDENTITY UNIQUE,
    at int4range, EXCLUDE USING gist (at WITH &&));
INSERT INTO a SELECT n, 'code ' || n * 2, n, int4range(n, n + 1) FROM generate_series(51, 150) AS n;
CREATE TABLE few (b boolean NOT NULL, n integer, PRIMARY KEY (b));
CREATE TABLE by_day (id integer, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE by_day_1 PARTITION OF by_day FOR VALUES FROM ('1999-03-01') TO ('1999-04-01');
CREATE TABLE by_number (id integer NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE by_number_1 PARTITION OF by_number FOR VALUES FROM (7000) TO (7500);
CREATE TABLE by_list (kind text, day timestamptz) PARTITION BY LIST (kind);
CREATE TABLE by_list_1 PARTITION OF by_list FOR VALUES IN ('x', 'y') PARTITION BY RANGE (day);
CREATE TABLE by_list_2 PARTITION OF by_list_1 FOR VALUES FROM ('2001-01-01') TO ('2001-02-01');
SQL
    local run
    for run in one two; do
        database $run
        sql -f schema.sql
        migrate seed --generate 'a: 60' --generate 'by_day: 40' --generate 'by_number: 30' --generate 'by_list: 20'
        expect_ok
        expect_out 'generated public.a (60 rows)'
        sql -c 'TABLE a' -c 'TABLE by_day' -c 'TABLE by_number' -c 'TABLE by_list' >$run
    done
    [ "$(wc -l <one)" = 250 ]
    diff one two || fail 'other rows'
    migrate seed --generate 'by_number: 5' --generate 'few: 5'
    expect_status 2
    expect_no_out generated
    expect_err 'migrate: no rows can be made up for public.few: its unique keys and exclusion constraints' \
        'leave room for 2 rows of 5'
    [ "$(sql -c 'SELECT count(*) FROM by_number')" = 30 ]
}

run_tests

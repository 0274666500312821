#!/usr/bin/env bash
# Of a database, only what a difference touches and what that needs is built to try it: the SQL, and what is refused,
# are what a copy of the whole gives.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

# What has nothing to do with a pair, and is more than that.
filler() {
    local i
    echo 'CREATE SCHEMA filler;'
    for i in $(seq 16); do
        echo "CREATE TABLE filler.t$i (id int PRIMARY KEY, a text CHECK (a <> ''),
            up int REFERENCES filler.t$((i > 1 ? i - 1 : 1)));"
        echo "CREATE INDEX ON filler.t$i (a); CREATE VIEW filler.v$i AS SELECT a FROM filler.t$i;"
        echo "CREATE FUNCTION filler.f$i() RETURNS int LANGUAGE sql AS 'SELECT id FROM filler.t$i';"
    done
}

load() { psql -X -q -v ON_ERROR_STOP=1 -f "$2" "$1" >loaded 2>&1; }

# start: two databases with the filler.
start() {
    old=$(server_database "old$number")
    new=$(server_database "new$number")
    filler >filler.sql
    load "$old" filler.sql && load "$new" filler.sql
}

# told FILE [OPTION...]: what diff says and how it ends, but for the place in SQL that nobody sees.
told() {
    local file=$1
    shift
    migrate diff --from "$old" --to "$new" --scratch "$SERVER_URL" "$@"
    { echo "status $STATUS"; cat "$OUT" "$ERR"; } | sed 's/generated SQL:[0-9:]*/generated SQL/g' >"$file"
}

# same NAME: both ways say the same of the two databases.
same() {
    told part "${@:2}"
    told whole --rehearse-whole "${@:2}"
    diff -u whole part >different || fail "$1: $(cat different)"
}

# part OBJECTS: no more than so many are built.
part() {
    local kept
    migrate diff --from "$old" --to "$new" -v
    kept=$(sed -n 's/.* objects \([0-9]*\) are touched or needed.*/\1/p' "$ERR")
    [ -n "$kept" ] && [ "$kept" -le "$1" ] || fail "$kept objects: $(cat "$ERR")"
}

test_what_is_built_is_what_is_touched_and_needed() {
    start
    cat >both.sql <<'SQL'
CREATE TYPE mood AS ENUM ('fine', 'bad');
CREATE TABLE far (id int PRIMARY KEY, m mood);
CREATE TABLE up (id int PRIMARY KEY, far int REFERENCES far);
CREATE TABLE own (id int PRIMARY KEY, a int, up int REFERENCES up);
CREATE TABLE down (id int PRIMARY KEY, own int REFERENCES own);
CREATE TABLE deep (id int PRIMARY KEY, down int REFERENCES down);
CREATE VIEW seen AS SELECT a FROM own;
CREATE VIEW again AS SELECT a FROM seen;
CREATE TABLE logged (id int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
    'DECLARE l logged%ROWTYPE; BEGIN INSERT INTO logged SELECT 1; RETURN NULL; END';
CREATE TRIGGER noted AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION note();
SQL
    load "$old" both.sql && load "$new" both.sql
    psql -X -q -c 'CREATE TABLE added (id int PRIMARY KEY)' "$new"
    part 12
    psql -X -q -c 'DROP VIEW again, seen; ALTER TABLE own ADD b text, ALTER a TYPE bigint;
        CREATE VIEW seen AS SELECT a FROM own; CREATE VIEW again AS SELECT a FROM seen;
        ALTER TABLE deep DROP COLUMN down; ALTER TABLE down DROP CONSTRAINT down_pkey' "$new"
    same 'a table in the middle, and a key that was referred to'
    psql -X -q -c "ALTER TYPE mood RENAME VALUE 'fine' TO 'good';
        CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM filler.t3'" "$new"
    same 'a type, and a function that names a table' --no-rename
}

test_a_family_of_partitions_is_one() {
    start
    cat >both.sql <<'SQL'
CREATE TABLE whole (k int, a text) PARTITION BY LIST (k);
CREATE TABLE part_1 PARTITION OF whole FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF whole FOR VALUES IN (2);
SQL
    load "$old" both.sql && load "$new" both.sql
    psql -X -q -c 'ALTER TABLE whole ADD b int; CREATE TABLE part_3 PARTITION OF whole FOR VALUES IN (3);
        ALTER TABLE whole DETACH PARTITION part_2' "$new"
    same 'a column and a partition'
}

# Everybody's statement can be refused by one.
test_with_event_triggers_all_is_built() {
    start
    echo 'CREATE FUNCTION see() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$;' \
        'CREATE EVENT TRIGGER seen ON ddl_command_start EXECUTE FUNCTION see();' >both.sql
    load "$old" both.sql && load "$new" both.sql
    psql -X -q -c 'CREATE TABLE added (id int)' "$new"
    migrate diff --from "$old" --to "$new" -v
    ! grep 'touched or needed' "$ERR" || fail 'a part was built'
}

# case_pair DIRECTORY: both sides of a case, each beside the filler, in databases of their own; roles are made.
case_pair() {
    local side try role
    for side in old new; do
        for try in {1..9}; do
            psql -X -q -c "DROP DATABASE IF EXISTS one_$side" -c "CREATE DATABASE one_$side TEMPLATE $side$number" \
                "$SERVER_URL" 2>/dev/null || return
            if [ ! -e "$1/$side.sql" ] || load "$(url_of "one_$side")" "$1/$side.sql"; then continue 2; fi
            role=$(sed -n 's/.*role "\(.*\)" does not exist.*/\1/p' loaded | head -n 1)
            [ -n "$role" ] && psql -X -q -v role="$role" "$SERVER_URL" <<<'CREATE ROLE :"role"' || return
        done
        return 1
    done
}
url_of() { echo "${base/\/old$number?//$1?}"; }

# cases PATTERN: how many were compared is in `compared`.
cases() {
    local case base
    start
    base=$old
    compared=0
    for case in $(find "$TOP/tests/cases" -name new.sql -path "$1" -printf '%h\n' | sort); do
        case_pair "$case" || continue
        old=$(url_of one_old) new=$(url_of one_new)
        compared=$((compared + 1))
        same "${case#"$TOP"/}" --no-rename
    done
}

test_cases_are_the_same_in_both_ways() {
    cases '*/foreign_key/*'
    [ "$compared" -gt 0 ] || fail 'nothing was compared'
}

proof_random_pairs_are_the_same_in_both_ways() {
    local base pair
    [ -x "$BUILD/tests/random/generate" ] || skip 'tests/random/generate is not built'
    start
    base=$old
    compared=0
    for pair in $(seq "${RANDOM_PAIRS:-30}"); do
        mkdir "pair$pair"
        "$BUILD/tests/random/generate" 2026 "$pair" 1 "pair$pair"
        case_pair "$PWD/pair$pair" || continue
        old=$(url_of one_old) new=$(url_of one_new)
        compared=$((compared + 1))
        same "pair $pair" --no-rename
    done
    [ "$compared" -gt $((pair / 2)) ] || fail "only $compared were compared"
}

proof_all_cases_are_the_same_in_both_ways() {
    cases '*'
    [ "$compared" -gt 200 ] || fail "only $compared were compared"
}

run_tests

#!/usr/bin/env bash
# Partitions that exist in a database and not in the history: made at run time, with rows.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/drift.sh"

# A history with one partition, and a database that has two more, one of them below a name that needs care.
partitioned() {
    DATABASE_URL=$(server_database "parts$number")
    export DATABASE_URL
    mkdir -p migrations/20240101000000_tables schema
    echo 'CREATE TABLE p (id integer, at integer, x integer) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);' >schema/schema.sql
    cp schema/schema.sql migrations/20240101000000_tables/migration.sql
    migrate apply
    expect_ok
    sql -c 'CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
            CREATE TABLE "p $guard$ 3" PARTITION OF p FOR VALUES FROM (20) TO (30);
            INSERT INTO p SELECT i, 1, i FROM generate_series(1, 25) i'
}

test_unknown_partitions_stop_a_change_of_the_key_and_keep_their_rows() {
    partitioned
    sed -i 's/BY RANGE (id)/BY RANGE (at)/' schema/schema.sql
    migrate create key
    expect_ok
    migrate apply
    [ "$STATUS" -ne 0 ] || fail 'applied'
    expect_err 'dropping table p would take partitions that this migration does not know, with their rows'
    expect_err 'p2'
    expect_err 'DETACH PARTITION'
    [ "$(sql -c 'SELECT count(*) FROM p')" = 25 ]
    # The advice.
    sql -c 'ALTER TABLE p DETACH PARTITION p2' -c 'ALTER TABLE p DETACH PARTITION "p $guard$ 3"'
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM p')" = 9 ]
    [ "$(sql -c 'SELECT count(*) FROM p2')" = 10 ]
}

test_unknown_partitions_stop_the_drop_of_what_they_are_parts_of() {
    partitioned
    : >schema/schema.sql
    migrate create gone --allow-data-loss=public.p --allow-data-loss=public.p1
    expect_ok
    migrate apply
    [ "$STATUS" -ne 0 ] || fail 'applied'
    expect_err 'with their rows'
    [ "$(sql -c 'SELECT count(*) FROM p')" = 25 ]
    sql -c 'DROP TABLE p2, "p $guard$ 3"'
    migrate apply
    expect_ok
    [ "$(sql -c "SELECT to_regclass('p1')")" = '' ]
}

test_indexes_and_keys_reach_unknown_partitions() {
    partitioned
    echo 'CREATE INDEX p_x ON p (x); ALTER TABLE p ADD CONSTRAINT p_key UNIQUE (id, at);' >>schema/schema.sql
    migrate create keys
    expect_ok
    migrate apply
    expect_ok
    [ "$(sql -c "SELECT count(*) FROM pg_index WHERE indrelid = 'p2'::regclass AND indisvalid")" = 2 ]
    [ "$(sql -c 'SELECT count(*) FROM pg_index WHERE NOT indisvalid')" = 0 ]
    ! sql -c 'INSERT INTO p VALUES (12, 1, 1)' 2>/dev/null || fail 'a duplicate went in'
    sed -i 's/(x)/(x DESC)/; s/(id, at)/(at, id)/' schema/schema.sql
    migrate create other
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM pg_index WHERE NOT indisvalid')" = 0 ]
    ! sql -c 'INSERT INTO p VALUES (12, 1, 1)' 2>/dev/null || fail 'a duplicate went in'
}

test_a_whole_without_some_parts_is_drift_and_is_repaired() {
    partitioned
    echo 'CREATE INDEX p_x ON p (x); ALTER TABLE p ADD CONSTRAINT p_key UNIQUE (id, at);' >>schema/schema.sql
    migrate create keys
    migrate apply
    sql -c 'DROP INDEX p_x' -c 'ALTER TABLE p DROP CONSTRAINT p_key' -c 'CREATE INDEX p_x ON ONLY p (x)' -c \
        'CREATE INDEX ON p1 (x)' \
        -c 'ALTER INDEX p_x ATTACH PARTITION p1_x_idx' -c 'ALTER TABLE ONLY p ADD CONSTRAINT p_key UNIQUE (id, at)' \
        -c 'ALTER TABLE p1 ADD UNIQUE (id, at)' -c 'ALTER INDEX p_key ATTACH PARTITION p1_id_at_key'
    printf '[ignore]\ntable = ^public\\.(p2|"p )\n' >migrate.ini
    migrate drift
    expect_status 1
    expect_out 'p_x'
    expect_out 'p_key'
    migrate drift --repair
    expect_ok
    migrate apply
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM pg_index WHERE NOT indisvalid')" = 0 ]
    migrate drift
    expect_ok
}

# The SQL that a page shows for partitioned tables, a statement on each line.
advice() {
    migrate explain "$1"
    expect_ok
    sed -n '/artitioned table takes no/,/^To silence/{s/^  \(.*;\)$/\1/p}' "$OUT"
}

# A history on main in which a partitioned table has rows, and a branch that is to follow an advice.
advised() {
    partitioned
    printf '%s\n' 'CREATE TABLE o (c integer PRIMARY KEY);' \
        'CREATE TABLE t (c integer) PARTITION BY RANGE (c);' \
            'CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (9);' >schema/schema.sql
    cp schema/schema.sql migrations/20240101000000_tables/migration.sql
    sql -c 'DROP SCHEMA migrate CASCADE' -c 'DROP TABLE p'
    migrate apply
    expect_ok
    sql -c 'INSERT INTO o VALUES (1), (2); INSERT INTO t VALUES (1), (2)'
    git init -q -b main . && git add -A && git commit -qm base && git checkout -qb change
}

# Nothing is said of the migrations, they apply, and then $1 holds.
expect_advised() {
    migrate check --base main
    expect_status 0
    expect_no_out 'warning'
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    [ "$(sql -c "$1")" = t ] || fail "$1"
}

test_a_unique_key_of_a_partitioned_table_as_advised() {
    advised
    mkdir -p migrations/2024020{1,2}000000_key
    advice add-unique >migrations/20240202000000_key/migration.sql
    [ "$(wc -l <migrations/20240202000000_key/migration.sql)" = 3 ]
    printf '%s\n' '-- migrate: no-transaction' \
        'CREATE UNIQUE INDEX CONCURRENTLY p1_c_key ON p1 (c);' >migrations/20240201000000_key/migration.sql
    echo 'ALTER TABLE t ADD CONSTRAINT t_c_key UNIQUE (c);' >>schema/schema.sql
    expect_advised "SELECT bool_and(indisvalid) AND count(*) = 2 FROM pg_index
        WHERE indexrelid::regclass::text IN ('t_c_key', 'p1_c_key')"
}

test_a_foreign_key_of_a_partitioned_table_as_advised() {
    local line version=20240201000000
    advised
    while IFS= read -r line; do
        mkdir -p "migrations/${version}_key"
        echo "$line" >"migrations/${version}_key/migration.sql"
        version=$((version + 1000000))
    done < <(advice add-foreign-key)
    [ "$version" = 20240204000000 ]
    echo 'ALTER TABLE t ADD CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES o;' >>schema/schema.sql
    expect_advised \
        "SELECT bool_and(convalidated) AND count(*) = 2 FROM pg_constraint WHERE contype = 'f' AND conname = 't_c_fkey'"
}

run_tests

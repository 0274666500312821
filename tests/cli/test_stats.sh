#!/usr/bin/env bash
# How large tables are: read from a database into a file, and what a check makes of it without one.
. "$(dirname "$0")/../support/cli.sh"
. "$(dirname "$0")/../support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT

# A file of sizes: rows and bytes of public.orders, and of public.small.
sizes() {
    printf '{"format": 1, "relations": [\n%s,\n%s\n]}\n' \
        "{\"schema\": \"public\", \"name\": \"orders\", \"rows\": $1, \"bytes\": $2}" \
        "{\"schema\": \"public\", \"name\": \"small\", \"rows\": 10, \"bytes\": 8192}"
}

# Two tables of the base, and a branch that reads both and builds an index.
project() {
    mkdir -p migrations/20260101000000_one migrations/20260102000000_two
    echo 'CREATE TABLE orders (id int, a int); CREATE TABLE small (id int, a int);' \
        >migrations/20260101000000_one/migration.sql
    printf '[project]\nschema =\n' >migrate.ini
    sizes 120000000 44023414784 >sizes.json
    git init -q -b main .
    git add migrate.ini sizes.json migrations/20260101000000_one
    git commit -qm base
    git checkout -qb change
    printf '%s\n' 'CREATE INDEX ON orders (a);' 'CREATE INDEX ON small (a);' 'ALTER TABLE orders ADD b int;' \
        >migrations/20260102000000_two/migration.sql
}

filled() {
    server_start || return
    psql -X -q -v ON_ERROR_STOP=1 "$SERVER_URL" <<'SQL'
CREATE TABLE b (id int PRIMARY KEY, t text);
INSERT INTO b SELECT i, repeat('x', 100) FROM generate_series(1, 1000) AS i;
CREATE MATERIALIZED VIEW a AS SELECT id FROM b;
CREATE SCHEMA "A b";
CREATE TABLE "A b"."c""d
e" (secret text);
CREATE TABLE p (k int, t text) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
INSERT INTO p SELECT 1 + i % 2, 'x' FROM generate_series(1, 100) AS i;
INSERT INTO "A b"."c""d
e" VALUES ('hunter2');
ANALYZE;
CREATE TABLE unseen (id int);
INSERT INTO unseen VALUES (1);
SQL
}

test_names_rows_and_bytes_are_pulled_and_nothing_else() {
    filled || skip 'no server'
    printf '[project]\nschema =\n[env production]\nurl = %s\n' "$SERVER_URL" >migrate.ini
    # A table that somebody has locked is no reason to wait.
    psql -X -q "$SERVER_URL" <<'SQL' &
BEGIN; LOCK TABLE b; \! touch locked
SELECT pg_sleep(6);
SQL
    until [ -e locked ]; do sleep 0.05; done
    local start=$SECONDS
    migrate stats pull --env production -o sizes.json
    expect_status 0
    [ $((SECONDS - start)) -lt 6 ] || fail 'it waited for a lock'
    jq -c '.relations[] | [.schema, .name, .rows, .bytes]' sizes.json >rows
    psql -X -At "$SERVER_URL" <<'SQL' >expected
SELECT json_build_array(n.nspname, c.relname, CASE WHEN c.relname <> 'unseen' THEN t.rows END,
                        CASE WHEN c.relname <> 'unseen' THEN t.bytes END)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace, LATERAL (
       SELECT sum(l.reltuples)::int AS rows, sum(pg_relation_size(l.oid) + pg_indexes_size(l.oid)
              + CASE WHEN l.reltoastrelid <> 0 THEN pg_relation_size(l.reltoastrelid)
                     + pg_indexes_size(l.reltoastrelid) ELSE 0 END) AS bytes
         FROM pg_class AS l
        WHERE l.relkind <> 'p'
          AND (l.oid = c.oid OR l.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = c.oid))) AS t
 WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname IN ('public', 'A b')
 ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";
SQL
    diff <(jq -c . expected) rows || fail 'other sizes than the server says'
    ! grep -e hunter2 -e "$SERVER_DIR" -e "$(cat "$SERVER_DIR/password")" sizes.json || fail 'more than sizes'
    [ "$(jq -r '.relations[0].name' sizes.json)" = $'c"d\ne' ]
    migrate stats pull --env production
    expect_status 0
    cmp "$OUT" sizes.json
    migrate stats pull --env production --format json
    [ "$(jq -c '[.relations, .written]' "$OUT")" = "$(jq -c '[.relations, []]' sizes.json)" ]
    migrate stats push --env production
    expect_status 2
    expect_err 'it has pull'
    server_stop
}

# Whoever gets another's name keeps its own size, whatever gave it the name.
test_a_table_has_its_size_under_another_name_too() {
    local rename
    project
    mkdir -p migrations/20990101000000_new
    for rename in "ALTER TABLE small RENAME TO old; ALTER TABLE orders RENAME TO small;" \
        "DO \$\$ BEGIN EXECUTE 'ALTER TABLE small RENAME TO old'; ALTER TABLE orders RENAME TO small; END \$\$;"; do
        printf '%s\n' "$rename" 'ALTER TABLE small ALTER COLUMN a TYPE bigint;' \
            >migrations/20990101000000_new/migration.sql
        migrate check --base main --sizes sizes.json --format json
        [ "$(jq -c '[.findings[] | select(.code == "alter-column-type") | .severity]' "$OUT")" = '["error"]' ] ||
            fail "$(cat "$OUT")"
        [ "$(jq -c '[.statements[].effects[] | select(.work == "rewrite") | [.name, .bytes, .time]]' "$OUT")" = \
            '[["public.small",44023414784,"minutes"]]' ] || fail "$(cat "$OUT")"
    done
}

test_what_is_big_is_an_error_and_what_is_small_a_note() {
    project
    migrate check --base main
    expect_status 0
    expect_out 'warning:'
    expect_no_out 'rows:'
    migrate check --base main --sizes sizes.json --format json
    expect_status 1
    [ "$(jq -c '[.findings[] | select(.code == "create-index") | [.location.line, .severity]]' "$OUT")" = \
        '[[1,"error"],[2,"note"]]' ] || fail "$(cat "$OUT")"
    [ "$(jq -c '[.statements[].effects[] | [.name, .bytes, .rows, .time]]' "$OUT")" = \
        '[["public.orders",44023414784,120000000,"minutes"],["public.small",8192,10,"less than a second"]'`
            `',["public.orders",44023414784,120000000,null]]' ] || fail "$(cat "$OUT")"
    migrate check --base main --sizes sizes.json
    expect_out 'public.orders: 41 GB, 120 M rows: minutes'
    expect_out 'public.small: 8 kB, 10 rows: less than a second'
    migrate check --base main --sizes sizes.json --report markdown
    expect_out '(41 GB, 120 M rows: minutes) |'
    migrate check --base main --sizes sizes.json --report github
    expect_out '::error title=create-index'
    expect_out 'public.orders: 41 GB, 120 M rows: minutes'
    migrate check --base main --sizes sizes.json --report sarif
    [ "$(jq -c '.runs[0].properties.statements[0].effects[0].time' "$OUT")" = '"minutes"' ]
    printf '[check]\nsizes = sizes.json\nbig = 100GB\n' >>migrate.ini
    mkdir below
    migrate check -C below --base main
    expect_status 0
    expect_out 'warning:'
    expect_out 'public.orders: 41 GB'
    # What [check] says about a rule counts.
    echo 'create-index = error' >>migrate.ini
    migrate check --base main --format json
    [ "$(jq -c '[.findings[] | select(.code == "create-index") | .severity]' "$OUT")" = '["error","error"]' ]
}

test_the_base_says_how_large_tables_are_for_a_change_that_is_not_trusted() {
    project
    printf '[check]\nsizes = sizes.json\n' >>migrate.ini
    git checkout -q main
    git commit -qam sizes
    git checkout -q change
    git merge -q main 2>/dev/null || git rebase -q main
    sizes 1 1 >sizes.json
    printf '[project]\nschema =\n[check]\nsizes = sizes.json\nbig = 900GB\n' >migrate.ini
    git add -A
    git commit -qm change
    local -a how
    for how in '' '--sizes sizes.json'; do
        # shellcheck disable=SC2086
        migrate check --untrusted --base main $how --format json
        expect_status 1
        [ "$(jq -c '[.statements[].effects[].bytes][0]' "$OUT")" = 44023414784 ] || fail "$(cat "$OUT" "$ERR")"
    done
}

test_a_file_that_is_none_is_refused() {
    project
    migrate check --base main --sizes nothing.json
    expect_status 2
    expect_err 'nothing.json'
    expect_err "no environment is called 'nothing.json'"
    echo '{' >bad.json
    migrate check --base main --sizes bad.json
    expect_status 2
    expect_err 'bad.json:2:1'
    echo '{"format": 2, "relations": []}' >bad.json
    migrate check --base main --sizes bad.json
    expect_status 2
    expect_err '`migrate stats pull -o bad.json` writes one'
    printf '[check]\nbig = 1XB\n' >>migrate.ini
    migrate check --base main
    expect_status 2
    expect_err 'has to be a size like 500MB or 2GB'
}

test_an_environment_is_asked_for_sizes() {
    project
    filled || skip 'no server'
    psql -X -q "$SERVER_URL" -c 'CREATE TABLE orders (id int, a int)' -c 'INSERT INTO orders VALUES (1)' \
        -c 'ANALYZE orders'
    printf '[env production]\nurl = %s\n' "$SERVER_URL" >>migrate.ini
    migrate check --base main --sizes production --format json
    expect_status 0
    [ "$(jq -c '.statements[0].effects[0].rows' "$OUT")" = 1 ]
    server_stop
    migrate check --base main --sizes production
    expect_status 3
}

run_tests

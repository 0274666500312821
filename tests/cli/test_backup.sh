#!/usr/bin/env bash
# Dump and load: what comes back is what was dumped, and what dies or is refused leaves all as it was.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/answers.sh"
. "$TOP/tests/support/standby.sh"

# The address of another database of this server, or of another role.
url_of() { # NAME [ROLE]
    echo "postgresql://${2-postgres}:$(cat "$SERVER_DIR/password")@/$1?host=$SERVER_DIR"
}
on() { # NAME COMMAND…: psql there
    local name=$1
    shift
    DATABASE_URL=$(url_of "$name") sql "$@"
}
databases() { on postgres -c "SELECT count(*) FROM pg_database WHERE datname ~ '^migrate_'"; }

# Everything that pg_dump prints of a database but the ledger's identity, sorted.
contents() { # URL
    pg_dump "$1" | grep -vE '^--|^\\(un)?restrict|^t	[0-9]+	[0-9a-f]{8}-' | LC_ALL=C sort
}

# A database of everything that has to come along.
rich() {
    project
    migration 20240103000000_rich "
CREATE TABLE rich (id bigint GENERATED ALWAYS AS IDENTITY (START 7), twice integer GENERATED ALWAYS AS (n * 2) STORED,
    n integer, word text DEFAULT E'a\\\\tb\\n', \"Odd \"\"name\" jsonb);
INSERT INTO rich (n, word) SELECT n, repeat('x', n) || E'\\\\\\n\\t' FROM generate_series(1, 50) AS n;
INSERT INTO rich (n, word) VALUES (NULL, NULL), (1, E'\\\\.');
CREATE TABLE parts (n integer, v text) PARTITION BY RANGE (n);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
INSERT INTO parts VALUES (1, 'one'), (99, 'many');
CREATE MATERIALIZED VIEW summed AS SELECT sum(n) FROM rich;
CREATE SEQUENCE counter; SELECT setval('counter', 4711);
SELECT lo_from_bytea(0, 'large');
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON TABLE rich IS 'it''s';"
    migrate apply
    expect_ok
}

test_formats_bring_everything_back() {
    rich
    contents "$DATABASE_URL" >before
    local format back
    for format in sql.gz custom ${PROOFS:+sql sql.zst zip directory}; do
        migrate dump "out.$format" --format "$format"
        expect_ok
        expect_out 'at migration 20240103000000_rich'
        mv "out.$format" nameless
        back=$(url_of "back$number.$format")
        migrate load nameless --url "$back" --create
        expect_ok
        contents "$back" | diff before - >&2 || fail "another database: $format"
        on "back$number.$format" -c "SELECT database_name, database_oid = d.oid FROM migrate.meta, pg_database AS d
            WHERE d.datname = current_database()" | grep -qx "back$number.$format|t" || fail 'not its ledger'
        migrate status --url "$back"
        expect_ok
        rm -r nameless
    done
    [ "$(databases)" = 0 ] || fail 'a database is left'
}

proof_a_dump_is_of_one_moment_and_no_one_waits_for_it() {
    project
    migration 20240103000000_pairs 'CREATE TABLE a (n integer); CREATE TABLE b (n integer);'
    migrate apply
    local pids=() i
    for i in 1 2 3 4; do
        for n in {1..400}; do echo "BEGIN; INSERT INTO a VALUES ($n); INSERT INTO b VALUES ($n); COMMIT;"; done |
            sql >/dev/null &
        pids+=($!)
    done
    migrate dump moment.sql
    expect_ok
    wait "${pids[@]}"
    migrate load moment.sql --url "$(url_of "moment$number")" --create
    expect_ok
    on "moment$number" -c 'SELECT count(*) FROM a' >a
    on "moment$number" -c 'SELECT count(*) FROM b' | diff a - || fail 'two moments'
}

test_a_database_is_replaced_with_all_that_is_said_of_it() {
    project
    migrate apply
    migrate dump old.dump
    sql -c 'CREATE TABLE by_hand (id integer)' -c "CREATE ROLE app$number" -c "ALTER DATABASE cli$number SET
        search_path = \"\$user\", \"A, b\"" -c "ALTER ROLE app$number IN DATABASE cli$number SET work_mem = '7MB'" \
        -c "GRANT TEMP ON DATABASE cli$number TO app$number WITH GRANT OPTION" \
        -c "REVOKE TEMP ON DATABASE cli$number FROM PUBLIC" -c "COMMENT ON DATABASE cli$number IS 'it''s'" \
        -c "ALTER DATABASE cli$number CONNECTION LIMIT 33"
    said() {
        sql -c "SELECT datdba, datacl, datconnlimit, datcollate, shobj_description(oid, 'pg_database')
            FROM pg_database WHERE datname = current_database()" -c "SELECT setrole, setconfig
            FROM pg_db_role_setting JOIN pg_database AS d ON d.oid = setdatabase
            WHERE datname = current_database() ORDER BY 1"
    }
    said >before
    migrate load old.dump
    expect_status 4
    expect_err 'is not empty; --replace'
    { sql -c 'SELECT pg_sleep(60)' >/dev/null 2>&1 || true; } &
    migrate load old.dump --replace --jobs 2
    expect_ok
    wait
    said | diff before - || fail 'another database'
    [ -z "$(sql -c "SELECT to_regclass('public.by_hand')")" ] || fail 'the old one'
    [ "$(databases)" = 0 ] || fail 'a database is left'
}

test_a_killed_load_leaves_the_old_database_or_the_new_one() {
    project
    migrate apply
    migrate dump new.sql
    sql -c 'CREATE TABLE old (id integer)'
    local point
    for point in load-created load-filled load-renamed; do
        (MIGRATE_FAULT=$point:kill9 "$MIGRATE" load new.sql --replace || true) >/dev/null 2>&1
        [ "$(sql -c 'SELECT count(*) FROM old, users')" = 0 ] || fail "not the old one: $point"
    done
    (MIGRATE_FAULT=load-swapped:kill9 "$MIGRATE" load new.sql --replace || true) >/dev/null 2>&1
    [ "$(sql -c "SELECT to_regclass('old') IS NULL, count(*) FROM users")" = 't|0' ] || fail 'not the new one'
    [ "$(databases)" = 1 ] || fail "expected what was replaced: $(databases)"
    migrate load new.sql --replace
    expect_ok
    [ "$(databases)" = 0 ] || fail 'what died is left'
}

test_without_the_right_to_create_databases_it_is_one_transaction() {
    DATABASE_URL=$(server_database "cli$number" plain)
    export DATABASE_URL
    migration 20240101000000_users 'CREATE TABLE users (id integer);'
    migrate apply
    sql -c 'INSERT INTO users VALUES (1), (2)'
    local format
    for format in sql.gz ${PROOFS:+dump}; do
        migrate dump "x.$format"
        expect_ok
        sql -c 'CREATE TABLE more (id integer)' -c 'DELETE FROM users'
        migrate load "x.$format" --replace
        expect_ok
        [ "$(sql -c "SELECT count(*), to_regclass('more') IS NULL FROM users")" = '2|t' ] || fail "$format"
    done
    migrate dump x.dump
    migrate load x.dump --replace --jobs 2
    expect_status 3
    expect_err 'CREATEDB'
    # pg_dump puts them into transactions of their own.
    sql -c "SELECT lo_from_bytea(0, 'large')" >/dev/null
    migrate dump large.dump
    migrate load large.dump --replace
    expect_status 3
    expect_err 'cannot have large objects'
    # The end of psql's input is no COMMIT.
    mkdir bin
    local psql
    psql=$(server_bindir "$(($(sql -c 'SHOW server_version_num') / 10000))")/psql
    printf '#!/bin/sh\n[ "$1" != --version ] || exec %s --version\nhead -c 4000 | %s "$@"\n' "$psql" "$psql" >bin/psql
    chmod +x bin/psql
    MIGRATE_PG_BIN=$PWD/bin migrate load x.sql.gz --replace
    [ "$(sql -c 'SELECT count(*) FROM users')" = 2 ] || fail 'a part was committed'
}

test_what_is_no_whole_dump_is_refused_and_nothing_is_lost() {
    project
    migrate apply
    migrate dump good.sql.gz
    migrate dump good.dump
    migrate dump good.dir
    refuse() { # FILE WORDS…
        local file=$1
        shift
        migrate load "$file" --replace
        expect_status 2
        expect_err "$*"
        [ "$(wc -l <"$ERR")" = 1 ] || fail 'more than a line'
        [ "$(sql -c 'SELECT count(*) FROM users')" = 0 ]
    }
    refuse none 'No such file'
    : >empty
    refuse empty 'is empty'
    head -c 900 good.sql.gz >cut
    refuse cut 'is not whole'
    head -c -100 good.dump >cut
    refuse cut 'is not whole'
    cp good.dump changed
    printf 'x' | dd of=changed bs=1 seek=3000 conv=notrunc status=none
    refuse changed 'was changed'
    rm "$(ls -d good.dir/*.dat* | grep -v toc | head -n 1)"
    refuse good.dir 'was changed'
    pg_dump "$DATABASE_URL" >foreign
    refuse foreign 'without'
    refuse /dev/null 'device'
}

test_a_dump_of_a_newer_history_is_refused_and_one_of_an_older_brought_up_to_date() {
    project
    migrate apply
    answers 0 dump new.sql
    [ "$(ask 'a["manifest"]["history"]["label"], a["written"]')" = "('20240102000000_posts', ['new.sql'])" ]
    answers 4 load new.sql
    rm -r migrations/20240102000000_posts
    migrate load new.sql --replace
    expect_status 4
    expect_err 'of migration 20240102000000_posts, which'
    expect_err 'its newest is 20240101000000_users. Load it from a newer commit'
    migration 20240102000000_posts 'CREATE TABLE posts (id integer); CREATE INDEX ON posts (id);'
    migration 20240103000000_later 'CREATE TABLE later (id integer);'
    answers 0 load new.sql --replace --apply
    expect_err 'loaded new.sql'
    expect_err 'applied 20240103000000_later'
    [ "$(ask 'a["database"], a["applied"]')" = "('cli$number', 1)" ]
    [ "$(sql -c 'SELECT count(*) FROM later')" = 0 ]
}

test_environments_are_what_they_are() {
    project
    migrate apply
    printf '[env live]\nurl = %s\nprotected = true\n' "$DATABASE_URL" >migrate.ini
    migrate dump live.sql --env live
    expect_status 4
    expect_err '--yes'
    expect_no_file live.sql
    migrate dump live.sql --env live --yes
    expect_ok
    migrate load live.sql --env live --replace
    expect_status 4
    expect_err 'is protected'
    sql -c "UPDATE migrate.meta SET environment = 'live'"
    migrate load live.sql --replace
    expect_status 4
    expect_err 'the environment "live", not "dev"'
    migrate load live.sql --replace --url "$DATABASE_URL"
    expect_status 4
    expect_err 'the environment "live", which is protected'
    migrate load live.sql --url "$(url_of "none$number")"
    expect_status 2
    expect_err '--create makes it'
}

test_roles_that_are_missing_or_see_too_little() {
    project
    migrate apply
    sql -c "CREATE ROLE gone$number" -c "GRANT SELECT ON users TO gone$number"
    migrate dump x.sql
    sql -c "DROP OWNED BY gone$number" -c "DROP ROLE gone$number"
    migrate load x.sql --replace
    expect_status 4
    expect_err "roles that this server lacks: gone$number; create them, or let --make-roles"
    migrate load x.sql --replace --make-roles
    expect_ok
    [ "$(sql -c "SELECT has_table_privilege('gone$number', 'users', 'SELECT')")" = t ]
    # What row security hides is not left out.
    sql -c "CREATE ROLE guest$number LOGIN PASSWORD '$(cat "$SERVER_DIR/password")' IN ROLE pg_read_all_data" \
        -c 'ALTER TABLE users ENABLE ROW LEVEL SECURITY'
    migrate dump hidden.sql --url "$(url_of "cli$number" "guest$number")"
    expect_status 4
    expect_err 'row security hides rows of public.users'
    expect_no_file hidden.sql
}

test_parts_of_a_database() {
    project
    migrate apply
    sql -c 'INSERT INTO users VALUES (1)' -c 'INSERT INTO posts VALUES (2)'
    migrate dump schema.dump --schema-only
    migrate dump data.sql.gz --data-only
    migrate dump users.dump --table users
    expect_ok
    DATABASE_URL=$(url_of "part$number")
    migrate load schema.dump --create
    expect_ok
    [ "$(sql -c 'SELECT count(*) FROM users, posts')" = 0 ]
    migrate status
    expect_out 'up to date: 2 applied'
    migrate load data.sql.gz
    expect_ok
    [ "$(sql -c 'SELECT * FROM users, posts')" = '1|2' ]
    migrate load users.dump
    expect_status 3
    expect_err 'already exists'
    sql -c 'DROP TABLE users'
    migrate load users.dump
    expect_ok
    [ "$(sql -c 'SELECT * FROM users')" = 1 ]
    migrate down
    expect_ok
    migrate load data.sql.gz
    expect_status 4
    expect_err 'dumped at migration 20240102000000_posts, and the database part'
}

test_the_file_is_whole_or_not_there_and_nothing_else_is_replaced() {
    project
    migrate apply
    sql -c 'INSERT INTO users SELECT generate_series(1, 20000)'
    echo before >file.sql
    (ulimit -f 100 && migrate dump file.sql && expect_status 3 && expect_err 'cannot write file.sql') || exit
    [ "$(cat file.sql)" = before ] || fail 'replaced by a part'
    ln -s file.sql link.sql
    mkfifo pipe
    mkdir folder.dir
    for place in link.sql pipe folder.dir; do
        migrate dump "$place"
        expect_status 2
        expect_err 'is not replaced'
    done
    [ "$(find . -name '*.tmp' | wc -l)" = 0 ] || fail 'something is left'
    migrate dump file.sql
    expect_ok
    [ "$(stat -c %a file.sql)" = 600 ]
    migrate dump
    expect_ok
    [[ $(echo cli*) =~ ^cli$number-[0-9]{8}T[0-9]{6}Z\.dump$ ]] || fail "name: $(echo cli*)"
    "$MIGRATE" dump stopped.sql >/dev/null 2>&1 &
    sleep 0.1
    kill -INT $!
    wait $! || true
    [ ! -e stopped.sql ] || tail -n 1 stopped.sql | grep -q '^-- migrate dump' || fail 'a part has the name'
}

proof_two_loads_into_one_database_keep_each_other_out() {
    project
    migrate apply
    migrate dump x.sql
    MIGRATE_FAULT=load-created:sleep "$MIGRATE" load x.sql --replace >first 2>&1 &
    sleep 1
    migrate load x.sql --replace
    expect_status 75
    expect_err 'another run is loading into the database'
    wait $! || fail "the first: $(cat first)"
}

proof_a_standby_is_dumped_and_not_loaded_into() {
    rich
    standby_start
    standby_catch_up
    local format
    for format in sql.zst custom; do
        migrate dump "x.$format" --format "$format" --url "$STANDBY_URL"
        expect_ok
        migrate load "x.$format" --url "$(url_of "standby$format")" --create
        expect_ok
        diff <(contents "$DATABASE_URL") <(contents "$(url_of "standby$format")") >&2 || fail 'another database'
        migrate load "x.$format" --url "$STANDBY_URL" --replace
        expect_status 3
        expect_err 'is a standby; load on its primary'
    done
    standby_stop
}

# A pg_dump of another version, which says how it was called.
stand_in() { # MAJOR
    mkdir -p "bin$1"
    cat >"bin$1/pg_dump" <<SH
#!/bin/sh
[ "\$1" != --version ] || { echo 'pg_dump (PostgreSQL) $1.2'; exit; }
echo "$1 \$*" >>'$PWD/called'
tr '\\0' '\\n' </proc/\$\$/cmdline >>'$PWD/called'
echo "\$PGPASSWORD" >password
echo '-- PostgreSQL database dump'
SH
    chmod +x "bin$1/pg_dump"
}

test_the_programs_fit_the_server_and_get_no_password() {
    project
    migrate apply
    local major
    major=$(($(sql -c 'SHOW server_version_num') / 10000))
    for bin in 14 99 "$major"; do stand_in "$bin"; done
    MIGRATE_PG_BIN=$PWD/bin$major PATH=$PWD/bin14:$PWD/bin99:$PATH migrate dump x.sql
    expect_ok
    [ "$(cut -d ' ' -f 1 called | grep -cxE '14|99')" = 0 ] || fail 'an older or a newer one'
    grep -q -- --snapshot= called
    ! grep -qF "$(cat "$SERVER_DIR/password")" called || fail 'the password is in the arguments'
    grep -qF "$(cat "$SERVER_DIR/password")" password
}

run_tests

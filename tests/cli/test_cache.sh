#!/usr/bin/env bash
# What is kept between runs: a history goes on where it was executed before, and what is found is the same as without. A
# checkpoint that is not exactly what was written there, by whoever runs the command, counts as none.
. "$(dirname "$0")/../support/cli.sh"

export XDG_CACHE_HOME=$CLI_DIR/cache MIGRATE_SCRATCH_CHECKPOINT_AFTER=0 GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

migration() { # migration NUMBER SQL
    mkdir -p "migrations/2026010100000$1_m$1"
    echo "$2" >"migrations/2026010100000$1_m$1/migration.sql"
}

# Two migrations, and a schema that lacks a column.
project() {
    rm -rf "$XDG_CACHE_HOME/migrate/checkpoints"
    mkdir -p schema "$XDG_CACHE_HOME"
    migration 1 'CREATE TABLE pupil (id int);'
    migration 2 'ALTER TABLE pupil ADD name text;'
    echo 'CREATE TABLE pupil (id int, name text, mail text);' >schema/schema.sql
    echo '[project]' >migrate.ini
}

kept() { find "$XDG_CACHE_HOME/migrate/checkpoints" -type f 2>/dev/null | sort; }
count() { kept | wc -l; }

# cold ARGUMENT...: what is said without a cache, once for the same files.
cold() {
    local inputs
    inputs=$CLI_DIR/cold-$(find migrations schema ./*.ini ./*.sql -type f -exec md5sum {} + 2>/dev/null | sort |
        cat - <(echo "$*") | md5sum | cut -c 1-32)
    if [ ! -e "$inputs" ]; then
        MIGRATE_SCRATCH_CACHE_SIZE=0 migrate "$@"
        cp "$OUT" "$inputs"
        echo "$STATUS" >"$inputs.status"
    fi
    cp "$inputs" "$CLI_DIR/cold"
    STATUS=$(<"$inputs.status")
}

# executed NUMBER [ARGUMENT...]: with so many files that were executed before, it says what it says without a cache.
executed() {
    local number=$1
    shift
    [ $# -gt 0 ] || set -- diff --from migrations --to schema
    cold "$@"
    local status=$STATUS
    migrate -v "$@"
    expect_status "$status"
    if [ "$number" = 0 ]; then
        expect_no_err 'were executed before'
    else
        expect_err "$number of its files were executed before"
    fi
    cmp "$CLI_DIR/cold" "$OUT" || fail 'another result'
}

test_a_history_goes_on_where_it_was_executed() {
    project
    executed 0
    [ "$(count)" = 1 ]
    executed 2
    expect_out 'ADD COLUMN mail'
    migration 3 'ALTER TABLE pupil ADD age int;'
    executed 2
    [ "$(count)" = 2 ]
    executed 3
    rm -r migrations/20260101000003_m3
    executed 2
    migration 2 'ALTER TABLE pupil ADD name varchar;'
    executed 0
    expect_out 'TYPE text'
    executed 2
}

test_what_fails_is_not_kept_and_fails_at_the_same_place() {
    project
    executed 0
    migration 3 'SELECT nothing;'
    executed 2
    expect_status 2
    expect_err "m3/migration.sql:1:8: column \"nothing\" does not exist"
    [ "$(count)" = 1 ]
}

test_a_schema_that_does_not_load_costs_no_history() {
    project
    echo 'CREATE TABL;' >schema/schema.sql
    executed 0
    expect_status 2
    [ "$(count)" = 1 ]
    executed 2
}

proof_settings_that_matter_are_another_history() {
    project
    executed 0
    printf '[scratch]\nextensions = pg_trgm\n' >>migrate.ini
    executed 0
}

proof_the_other_side_is_another_history() {
    project
    executed 0
    executed 0 diff --from schema --to migrations
    executed 2 diff --from schema --to migrations
}

# not_kept SETTINGS: with them nothing is kept, nor is it found what was kept without.
not_kept() {
    echo "$1" >migrate.ini
    executed 0
    kept | cmp before - || fail "something was kept: $1"
}

test_where_something_else_has_a_say_nothing_is_kept() {
    project
    executed 0
    kept >before
    not_kept $'[scratch]\nprivileged = true'
    # What SQL makes of roles and of the time is not said by its text.
    cp schema/schema.sql schema.sql
    echo "SELECT rolname FROM pg_Roles;" >>schema/schema.sql
    not_kept '[project]'
    cp schema.sql schema/schema.sql
    echo "DO \$\$ BEGIN EXECUTE 'SELECT ' || quote_literal(now()); END \$\$;" >>schema/schema.sql
    not_kept '[project]'
    cp schema.sql schema/schema.sql
    unset MIGRATE_SCRATCH_CHECKPOINT_AFTER
    migration 3 'SELECT 1;'
    echo '[project]' >migrate.ini
    executed 2
    kept | cmp before - || fail 'a short run was kept'
}

proof_of_presets_other_schemas_and_no_room_nothing_is_kept() {
    project
    executed 0
    kept >before
    echo 'CREATE SCHEMA auth;' >platform.sql
    not_kept $'[scratch]\ninit = platform.sql'
    not_kept $'[scratch]\npreset = heroku'
    not_kept $'[project]\ndefault_schema = app'
    not_kept $'[scratch]\ncache_size = 0'
}

test_an_untrusted_run_neither_reads_nor_writes_one() {
    project
    git init -q -b main .
    git add .
    git commit -qm base
    git checkout -qb change
    migrate check --untrusted --base main -v
    expect_no_err 'were executed before'
    [ "$(count)" = 0 ]
    migrate check --base main
    [ "$(count)" = 1 ]
    migrate check --untrusted --base main -v
    expect_no_err 'were executed before'
    migrate check --base main -v
    expect_err '2 of its files were executed before'
}

# What a session of SQL keeps, a new one lacks: a migration finds the same in both.
test_nothing_of_a_session_reaches_the_next_migration() {
    project
    migration 2 'ALTER TABLE pupil ADD name text;
CREATE SEQUENCE counted;
SELECT nextval($$counted$$);
PREPARE ready AS SELECT 1;
SELECT pg_advisory_lock(7);
SET work_mem = $$3MB$$;'
    executed 0
    migration 3 'DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_locks WHERE locktype = $a$advisory$a$) OR EXISTS (SELECT FROM pg_prepared_statements)
        OR current_setting($a$work_mem$a$) = $a$3MB$a$ THEN RAISE EXCEPTION $a$left$a$; END IF;
    BEGIN PERFORM currval($a$counted$a$); EXCEPTION WHEN object_not_in_prerequisite_state THEN RETURN; END;
    RAISE EXCEPTION $a$left$a$;
END $$;'
    executed 2
    expect_status 0
}

test_rows_counters_and_comments_are_there_again() {
    project
    migration 2 "ALTER TABLE pupil ADD name text;
CREATE UNLOGGED TABLE seen AS SELECT 5 AS n;
CREATE SEQUENCE counted;
SELECT nextval('counted');
COMMENT ON DATABASE postgres IS 'ours';
CREATE TYPE mood AS ENUM ('good');
CREATE EXTENSION pg_trgm;"
    executed 0
    [ "$(count)" = 1 ]
    migration 3 "SELECT 1 / count(*) FROM seen WHERE n = 5;
SELECT 1 / (nextval('counted') - 1);
SELECT 1 / count(*) FROM pg_shdescription WHERE description = 'ours';
ALTER TYPE mood ADD VALUE 'bad';
CREATE INDEX ON pupil USING gin (name gin_trgm_ops);"
    executed 2
    expect_status 0
}

# The other side is executed on the same server.
test_roles_of_the_other_side_are_not_kept() {
    project
    migration 2 'ALTER TABLE pupil ADD name text; GRANT SELECT ON pupil TO reader;'
    echo 'CREATE TABLE pupil (id int, name text); GRANT SELECT ON pupil TO reader;
GRANT INSERT ON pupil TO writer;' >schema/schema.sql
    executed 0
    echo 'CREATE TABLE pupil (id int, name text); GRANT SELECT ON pupil TO reader;' >schema/schema.sql
    migration 3 "DO \$\$ BEGIN
    EXECUTE 'GRANT SELECT ON pupil TO wri' || 'ter';
    CREATE TABLE wrong ();
EXCEPTION WHEN undefined_object THEN CREATE TABLE fine ();
END \$\$;"
    executed 2
    expect_out 'DROP TABLE public.fine'
    expect_no_out wrong
}

# server_wide SQL...: what each does is not one history's alone.
server_wide() {
    local sql
    project
    for sql in "$@"; do
        migration 2 "ALTER TABLE pupil ADD name text; $sql;"
        executed 0
        [ "$(count)" = 0 ] || fail "$sql"
    done
}

test_what_is_set_for_the_whole_server_is_not_kept() { server_wide "ALTER DATABASE postgres SET work_mem = '3MB'"; }
proof_memberships_and_tablespaces_are_not_kept() {
    server_wide 'CREATE ROLE one; CREATE ROLE two; GRANT one TO two' 'CREATE TABLE far (id int) TABLESPACE there'
}

# spoil NAME COMMAND...: what the command does to the checkpoint makes it none, and another is made.
spoil() {
    local name=$1 file
    shift
    file=$(kept)
    "$@" "$file" || fail "cannot spoil: $name"
    migrate diff -v --from migrations --to schema
    expect_no_err 'were executed before'
    cmp "$CLI_DIR/cold" "$OUT" || fail "$name: another result"
    [ "$(kept)" = "$file" ] || fail "$name: not made again"
    [ -f "$file" ] && [ ! -L "$file" ] && [ "$(stat -c %a "$file")" = 600 ] || fail "$name: left as it was"
}
flip() { # flip BYTE FILE
    python3 -S - "$@" <<'PY'
import os, sys
at, path = int(sys.argv[1]), sys.argv[2]
with open(path, "r+b") as file:
    file.seek(at, 2 if at < 0 else 0)
    byte = file.read(1)[0]
    file.seek(-1, 1)
    file.write(bytes([byte ^ 1]))
PY
}
linked() { cp "$1" copy && ln -sf "$PWD/copy" "$1"; }
foreign() { chown 12345 "$1"; }

test_a_damaged_checkpoint_counts_as_none() {
    project
    executed 0
    spoil 'a bit in the middle' flip 5000000
    executed 2
}

proof_wherever_a_checkpoint_is_damaged_it_counts_as_none() {
    project
    executed 0
    spoil 'the first bit' flip 0
    spoil 'its key' flip 50
    spoil 'the last bit' flip -1
    spoil 'cut off' truncate -s -1
    spoil 'empty' truncate -s 0
    executed 2
}

proof_somebody_elses_checkpoint_counts_as_none() {
    project
    executed 0
    spoil 'a link' linked
    [ "$(id -u)" != 0 ] || spoil 'another owner' foreign
    executed 2
}

# Another history's under this key, whole.
test_a_planted_checkpoint_counts_as_none() {
    local ours theirs
    project
    executed 0
    ours=$(kept)
    migration 2 'ALTER TABLE pupil ADD other text;'
    executed 0
    theirs=$(kept | grep -vF "$ours")
    cp "$theirs" "$ours"
    migration 2 'ALTER TABLE pupil ADD name text;'
    executed 0
    expect_no_out other
    executed 2
}

# What check measures is kept with it, and where it is to be measured otherwise, it is executed again.
test_what_was_measured_is_measured_again_or_kept() {
    project
    migration 2 'ALTER TABLE pupil ADD name text; ALTER TABLE pupil ALTER id TYPE bigint;'
    MIGRATE_SCRATCH_CACHE_SIZE=0 migrate check --since 20260101000001
    expect_out 'it is rewritten'
    cp "$OUT" cold
    executed 0
    migrate check -v --since 20260101000001
    expect_no_err 'were executed before'
    migrate check -v --since 20260101000001
    expect_err '2 of its files were executed before'
    sed 's/[0-9.]* s)$//' cold >one
    sed 's/[0-9.]* s)$//' "$OUT" | diff one - || fail 'another report'
    executed 2
}

proof_the_oldest_goes_first_where_there_is_too_much() {
    project
    executed 0
    local first
    first=$(kept)
    touch -d '2 days ago' "$first" "$XDG_CACHE_HOME"/migrate/pg*
    migration 3 'ALTER TABLE pupil ADD age int;'
    MIGRATE_SCRATCH_CACHE_SIZE=30MB executed_once
    expect_no_file "$first"
    [ "$(count)" = 1 ]
    [ "$(du -sm "$XDG_CACHE_HOME/migrate" | cut -f 1)" -le 30 ]
}
executed_once() { migrate diff --from migrations --to schema; }

# sample NTH: of the cases of all kinds of objects every so many, the old schema as a history.
sample() {
    local old case
    project
    find "$TOP/tests/cases" -name old.sql | sort | awk -v nth="$1" 'NR % nth == 1' >sample
    while IFS= read -r old; do
        case=$(dirname "$old")
        rm -rf migrations "$XDG_CACHE_HOME/migrate/checkpoints"
        migration 1 "$(printf -- '-- migrate: no-transaction\n'; cat "$old")"
        cp "$case/new.sql" schema/schema.sql
        executed 0
        if [ "$(count)" = 1 ]; then executed 1; else executed 0; fi
        count >>counts
    done <sample
    [ "$(grep -c 1 counts)" -gt 0 ] || fail 'nothing was kept'
}

test_with_and_without_a_plan_is_the_same() { sample 60; }
proof_with_and_without_more_plans_are_the_same() { sample 8; }

# The process, what it started, and what that started.
family() {
    local child
    echo "$1"
    for child in $(cat "/proc/$1/task"/*/children 2>/dev/null); do family "$child"; done
}

# killed ROUNDS: the tool and all of its processes are killed at some time after the server was started again, when the
# checkpoint is written. Whatever is left, the next run finds what a run without a cache finds.
killed() {
    local round pid
    project
    executed 0
    for ((round = 0; round < $1; round++)); do
        rm -rf "$XDG_CACHE_HOME"/migrate/{checkpoints,.new-*}
        "$MIGRATE" diff --from migrations --to schema >/dev/null 2>&1 &
        pid=$!
        while kill -0 "$pid" 2>/dev/null && ! compgen -G "$XDG_CACHE_HOME/migrate/.new-*" >/dev/null; do :; done
        sleep "0.0$((RANDOM % 10))$((RANDOM % 10))"
        # shellcheck disable=SC2046
        kill -9 $(family "$pid") 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        count >>left
        migrate diff --from migrations --to schema
        cmp "$CLI_DIR/cold" "$OUT" || fail "round $round: another result"
        [ "$(count)" = 1 ] || fail "round $round: nothing is kept any more"
    done
    executed 2
}

test_a_run_that_is_killed_leaves_a_whole_one_or_none() { killed 1; }
proof_runs_that_are_killed_leave_a_whole_one_or_none() {
    killed 60
    [ "$(sort -u left | wc -l)" -gt 1 ] || fail "never in the middle: $(sort left | uniq -c)"
}

test_it_is_shown_and_cleared() {
    project
    executed 0
    migrate cache
    expect_ok
    grep -qE '^checkpoints +1 ' "$OUT" || fail 'not counted'
    expect_out "$XDG_CACHE_HOME/migrate, 2GB at most"
    migrate config
    expect_out cache_size
    expect_out checkpoint_after
    mkdir "$XDG_CACHE_HOME/migrate/other"
    touch "$XDG_CACHE_HOME/migrate/other/file"
    migrate cache --clear
    expect_ok
    grep -qE '^servers +0 ' "$OUT" || fail 'not cleared'
    [ "$(find "$XDG_CACHE_HOME/migrate" -type f)" = "$XDG_CACHE_HOME/migrate/other/file" ]
    executed 0
    migrate cache --clear one
    expect_status 2
    MIGRATE_SCRATCH_CACHE_SIZE=2TT migrate cache
    expect_status 2
    expect_err 'has to be a size like 500MB or 2GB'
}

test_without_a_cache_nothing_is_made() {
    project
    rm -rf "$XDG_CACHE_HOME/migrate"
    migrate cache
    expect_ok
    expect_out 'there is no cache'
    expect_no_file "$XDG_CACHE_HOME/migrate"
}

run_tests

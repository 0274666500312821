#!/usr/bin/env bash
# The difference of two sources.
. "$(dirname "$0")/../support/cli.sh"

test_diff_prints_sql_that_leads_from_one_to_the_other() {
    echo 'CREATE TABLE t (a int);' >old.sql
    echo 'CREATE TABLE t (a int, b text);' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out_is <<<'ALTER TABLE public.t ADD COLUMN b text;'
}

test_diff_of_equals_is_empty_and_exits_with_0() {
    echo 'CREATE TABLE t (a int);' >one.sql
    printf '\xef\xbb\xbfcreate   TABLE public.t(\r\n  "a" integer\r\n);\r\n' >two.sql
    migrate diff --from one.sql --to two.sql --exit-code
    expect_ok
    expect_no_out
}

test_the_ledger_of_another_tool_counts_when_it_is_written_down_in_files() {
    echo 'CREATE TABLE schema_migrations (version text, at timestamp);' >old.sql
    echo 'CREATE TABLE schema_migrations (version text, at timestamp(6));' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out 'ALTER TABLE public.schema_migrations ALTER COLUMN at TYPE timestamp(6) without time zone;'
}

test_exit_code_says_that_they_differ() {
    echo 'CREATE TABLE t (a int);' >new.sql
    migrate diff --from empty --to new.sql --exit-code
    expect_status 1
    expect_no_err
}

test_summary_is_a_tree() {
    echo 'CREATE TABLE t (a int, c int);' >old.sql
    echo 'CREATE TABLE t (a bigint, b text);' >new.sql
    migrate diff --from old.sql --to new.sql --summary --no-rename
    expect_ok
    expect_out '~ column public.t.a (type)'
    expect_out '+ column public.t.b'
    expect_out '- column public.t.c'
    expect_out '! drops column public.t.c and what it holds'
}

test_json_names_changes_and_hazards() {
    echo 'CREATE TABLE t (a int);' >old.sql
    migrate diff --from old.sql --to empty --format json
    expect_ok
    expect_out '"change": "drop"'
    expect_out '"identity": "public.t"'
    expect_out '"loses_data": true'
}

test_same_input_gives_same_bytes_in_any_locale_and_time_zone() {
    cat >new.sql <<'SQL'
CREATE TABLE b (at timestamptz DEFAULT '2020-01-01 12:00+00', d interval DEFAULT '1 day 2 hours',
    x bytea DEFAULT '\x00ff');
CREATE TABLE a (n float8 DEFAULT 0.1);
SQL
    migrate diff --from empty --to new.sql
    expect_ok
    cp "$OUT" first
    TZ=Asia/Kathmandu LC_ALL=C.UTF-8 PGTZ=Asia/Tokyo PGDATESTYLE=German migrate diff --from empty --to new.sql
    expect_ok
    cmp first "$OUT"
}

test_a_look_alike_is_a_question_with_the_flags_to_choose_from() {
    echo 'CREATE TABLE t (mail text);' >old.sql
    echo 'CREATE TABLE t (email text);' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 4
    expect_err "--rename 'public.t.mail=public.t.email'"
    expect_err "--no-rename='public.t.mail'"
    expect_no_out
    migrate diff --from old.sql --to new.sql --rename public.t.mail=public.t.email
    expect_ok
    expect_out_is <<<'ALTER TABLE public.t RENAME COLUMN mail TO email;'
    migrate diff --from old.sql --to new.sql --no-rename=t.mail
    expect_ok
    expect_out 'DROP COLUMN mail'
}

test_renames_of_each_kind_by_flag() {
    cat >old.sql <<'SQL'
CREATE SCHEMA s; CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE SEQUENCE seq;
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0), m mood);
CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
SQL
    cat >new.sql <<'SQL'
CREATE SCHEMA s2; CREATE TYPE mood2 AS ENUM ('sad', 'glad'); CREATE SEQUENCE seq2;
CREATE TABLE t2 (a2 int CONSTRAINT c2 CHECK (a2 > 0), m mood2);
CREATE INDEX i2 ON t2 (a2); CREATE VIEW v2 AS SELECT a2 AS a FROM t2;
CREATE FUNCTION f2(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
SQL
    migrate diff --from old.sql --to new.sql --rename s=s2 --rename mood=mood2 --rename \
        public.mood.happy=public.mood2.glad \
        --rename seq=seq2 --rename t=t2 --rename t.a=t2.a2 --rename 'c on public.t=c2 on public.t2' --rename i=i2 \
            --rename v=v2 \
        --rename 'f(integer)=f2(integer)'
    expect_ok
    [ "$(grep -c RENAME "$OUT")" -eq 10 ] || fail 'expected ten renames'
    expect_no_out DROP
    expect_no_out CREATE
}

test_a_directive_renames_and_is_not_obeyed_twice() {
    echo 'CREATE TABLE users (mail text);' >old.sql
    cat >new.sql <<'SQL'
-- migrate: renamed from users
CREATE TABLE people (
    -- migrate: renamed from mail
    email text
);
SQL
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out 'ALTER TABLE public.users RENAME TO people;'
    expect_out 'ALTER TABLE public.people RENAME COLUMN mail TO email;'
    expect_no_out DROP
    migrate diff --from new.sql --to new.sql
    expect_status 0
    expect_no_out
    expect_err 'the directive can go'
}

test_a_directive_that_names_another_schema_is_refused() {
    echo 'CREATE SCHEMA s; CREATE SCHEMA r; CREATE TABLE s.a (x int); CREATE TABLE r.a (x int);' >old.sql
    printf -- 'CREATE SCHEMA s;\nCREATE SCHEMA r;\n-- migrate: renamed from s.a\nCREATE TABLE r.a (x int);\n' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 2
    expect_no_out
    expect_err 'new.sql:3: table s.a cannot become r.a by a rename'
    echo 'CREATE SCHEMA s; CREATE TABLE s.a (x int);' >old.sql
    cat >new.sql <<'SQL'
-- migrate: renamed from s
CREATE SCHEMA r;
-- migrate: renamed from s.a
CREATE TABLE r.b (x int);
SQL
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out 'ALTER TABLE r.a RENAME TO b;'
    expect_no_out DROP
}

test_a_directive_is_not_behind_when_the_name_means_another_thing() {
    echo 'CREATE TABLE a (x varchar(10), y text);' >old.sql
    printf -- 'CREATE TABLE a (\n-- migrate: renamed from y\nx text,\ny text);\n' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 4
    expect_no_err 'the directive can go'
    expect_err 'new.sql:2: column public.a.y cannot be renamed to public.a.x'
    expect_err 'remove the directive, if the history has this rename behind it'
    sed -i 's/varchar(10)/text/' old.sql
    migrate diff --from old.sql --to new.sql
    expect_status 0
    expect_err 'the directive can go'
}

test_a_renamed_from_in_another_case_is_told_about_quotes() {
    echo 'CREATE TABLE t (id int, "isMod" boolean);' >old.sql
    printf -- 'CREATE TABLE t (id int,\n-- migrate: renamed from isMod\n"isModerator" boolean);\n' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 2
    expect_err 'new.sql:2: column public.t."isModerator" says that it was renamed from ismod,' \
        'but the history has no such column. It has "isMod"'
    sed -i 's/from isMod/from "isMod"/' new.sql
    migrate diff --from old.sql --to new.sql
    expect_out 'RENAME COLUMN "isMod" TO "isModerator"'
}

test_a_directive_whose_name_is_still_taken_is_refused() {
    echo 'CREATE TABLE t (id int, x int, y int);' >old.sql
    printf -- 'CREATE TABLE t (id int,\n  -- migrate: renamed from x\n  y int);\n' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 4
    expect_no_out
    expect_no_err 'the directive can go'
    expect_err 'new.sql:2: column public.t.x cannot be renamed to public.t.y:' \
        'column public.t.y is still there, and this change drops it.'
    echo 'CREATE TABLE a (x int); CREATE TABLE b (x int);' >old.sql
    printf -- '-- migrate: renamed from a\nCREATE TABLE b (x int);\n' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 4
    expect_err 'new.sql:1: table public.a cannot be renamed to public.b: table public.b is still there'
}

test_directives_that_swap_names_are_refused() {
    echo 'CREATE TABLE t (x int, y int, z int);' >old.sql
    cat >new.sql <<'SQL'
CREATE TABLE t (
    -- migrate: renamed from y
    x int,
    -- migrate: renamed from x
    y int,
    z int
);
SQL
    migrate diff --from old.sql --to new.sql
    expect_status 4
    expect_err 'new.sql:2: column public.t.y cannot be renamed to public.t.x:' \
        'column public.t.x is still there, and is itself to be renamed'
    sed -i 's/from x/from z/; s/    z int/    -- migrate: renamed from x\n&/' new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 4
    expect_err 'is itself to be renamed'
}

test_directives_of_names_that_move_up_are_obeyed_in_any_order() {
    echo 'CREATE TABLE t (x int, y int);' >old.sql
    cat >new.sql <<'SQL'
CREATE TABLE t (
    -- migrate: renamed from x
    y int,
    -- migrate: renamed from y
    z int
);
SQL
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out 'RENAME COLUMN y TO z'
    expect_out 'RENAME COLUMN x TO y'
    expect_no_out DROP
    migrate diff --from new.sql --to new.sql
    expect_status 0
    expect_no_out
    expect_err 'new.sql:2: the rename from x is in the history already; the directive can go'
    expect_err 'new.sql:4: the rename from y is in the history already; the directive can go'
}

test_a_directive_is_fulfilled_although_its_old_name_came_back() {
    printf -- 'CREATE TABLE t (\n  -- migrate: renamed from x\n  y int, x int);\n' >new.sql
    migrate diff --from new.sql --to new.sql
    expect_status 0
    expect_no_out
    expect_err 'new.sql:2: the rename from x is in the history already; the directive can go'
}

test_a_directive_and_a_flag_may_say_the_same() {
    echo 'CREATE TABLE t (x int);' >old.sql
    printf -- 'CREATE TABLE t (\n  -- migrate: renamed from x\n  y int);\n' >new.sql
    migrate diff --from old.sql --to new.sql --rename t.x=t.y
    expect_ok
    expect_out_is <<<'ALTER TABLE public.t RENAME COLUMN x TO y;'
}

test_a_directive_about_nothing_is_an_error_with_its_place() {
    echo 'CREATE TABLE t (a int);' >old.sql
    printf -- 'CREATE TABLE t (\n  -- migrate: renamed from never\n  b int);\n' >new.sql
    migrate diff --from old.sql --to new.sql
    expect_status 2
    expect_err 'new.sql:2'
    expect_err 'never'
}

test_names_of_any_kind_survive() {
    local long
    long=$(printf 'ä%.0s' {1..31})
    cat >new.sql <<SQL
CREATE SCHEMA "we""ird
\\! touch pwned";
CREATE TABLE "we""ird
\\! touch pwned"."select" ("$long" int DEFAULT 1, "a'b" text, "a|b" int CHECK ("a|b" > 0));
COMMENT ON COLUMN "we""ird
\\! touch pwned"."select"."a'b" IS 'x;; | {id} [y] \$\$';
SQL
    migrate diff --from empty --to new.sql
    expect_ok
    cp "$OUT" plan.sql
    migrate diff --from plan.sql --to new.sql --exit-code
    expect_ok
    expect_no_file pwned
}

test_invalid_sql_names_file_line_column_and_state() {
    printf 'CREATE TABLE t (a int);\n\n  CREATE TABLE ü (b nosuch);\n' >new.sql
    migrate diff --from empty --to new.sql
    [ "$STATUS" -ne 0 ]
    expect_err 'new.sql:3:21'
    expect_err 42704
}

test_what_is_no_sql_is_refused() {
    printf '\177ELF\002\001\000\377\376\200' >binary.sql
    printf 'SELECT 1;\0' >nul.sql
    printf '\\d\n' >meta.sql
    printf 'COPY t FROM STDIN;\n1\n\\.\n' >copy.sql
    for file in binary nul meta copy; do
        migrate diff --from empty --to $file.sql
        expect_status 2
        expect_err "$file.sql:1"
    done
    printf 'SELECT 1;\n--\r\n\xe9' >second.sql
    migrate diff --from empty --to second.sql
    expect_status 2
    expect_err 'second.sql:3:1: byte 0xE9'
    migrate diff --from empty --to missing.sql
    expect_status 2
    expect_err missing.sql
}

test_an_empty_folder_is_an_empty_schema() {
    mkdir folder
    migrate diff --from empty --to folder --exit-code
    expect_ok
}

test_a_source_at_a_revision() {
    git init -q .
    migrate init >/dev/null
    echo 'CREATE TABLE t (a int);' >schema/schema.sql
    migrate diff --from schema@HEAD --to schema
    expect_status 2
    git add -A
    git -c user.name=n -c user.email=e commit -qm one
    echo 'CREATE TABLE t (a int, b int);' >schema/schema.sql
    migrate diff --from schema@HEAD --to schema
    expect_ok
    expect_out 'ADD COLUMN b integer'
}

test_data_is_kept_through_a_change_of_enum_labels() {
    echo "CREATE TYPE s AS ENUM ('a', 'b', 'c'); CREATE TABLE t (x s DEFAULT 'a', y s[]);" >old.sql
    echo "CREATE TYPE s AS ENUM ('c', 'a'); CREATE TABLE t (x s DEFAULT 'a', y s[]);" >new.sql
    migrate diff --from old.sql --to new.sql
    expect_ok
    expect_out 'drops enum label public.s.b'
    expect_no_out 'DROP TABLE'
    expect_no_out 'DROP COLUMN'
}

# What the server refuses is the step, not one that fails for another reason when steps are tried one by one.
test_a_refusal_names_the_step_that_the_server_refuses() {
    echo "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int, x int); CREATE TABLE o (r t);" >old.sql
    cat >body.sql <<'SQL'
SET check_function_bodies = off;
CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT missing FROM nowhere';
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (id int, x bigint);
CREATE TABLE o (r t);
SQL
    cat >label.sql <<'SQL'
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (id int, x bigint);
CREATE TABLE o (r t, m mood DEFAULT 'b');
SQL
    for new in body label; do
        migrate diff --from old.sql --to $new.sql
        expect_status 4
        expect_err 'to alter column public.t.x is not possible here'
        expect_err 'column "o.r" uses its row type'
    done
}

test_a_refusal_says_what_asks_for_the_step() {
    printf '[ignore]\nview = hidden\n' >migrate.ini
    for type in int bigint; do
        cat >$type.sql <<SQL
CREATE TABLE t (id int, x $type);
CREATE VIEW w AS SELECT id FROM t WHERE x > 0;
CREATE VIEW hidden AS SELECT id FROM w;
SQL
    done
    migrate diff --from int.sql --to bigint.sql
    expect_status 4
    expect_err 'to drop view public.w, which column public.t.x asks for, is not possible here'
    expect_err 'view hidden depends on view w'
}

test_no_server_is_one_clear_message() {
    migrate diff --from empty --to 'host=/nonexistent dbname=x'
    expect_status 3
    expect_err '/nonexistent'
    printf '[scratch]\nbin_dir = /nonexistent\n' >migrate.ini
    echo 'SELECT 1;' >x.sql
    migrate diff --from empty --to x.sql
    expect_status 3
    expect_err '/nonexistent'
}

# No statement makes an inherited column the table's own as well; that is no reason to call the two sides the same.
test_sides_that_differ_in_what_no_statement_changes_are_not_the_same() {
    mkdir -p schema migrations/20240101000000_tables
    echo 'CREATE TABLE p (x integer); CREATE TABLE c () INHERITS (p);' >migrations/20240101000000_tables/migration.sql
    echo 'CREATE TABLE p (x integer); CREATE TABLE c (x integer) INHERITS (p);' >schema/schema.sql
    migrate check
    expect_status 1
    expect_out 'no statement that makes'
    migrate diff
    expect_status 4
    expect_err 'no statement that makes'
    echo 'CREATE TABLE p (x integer); CREATE TABLE c () INHERITS (p);' >schema/schema.sql
    migrate check
    expect_ok
}

run_tests

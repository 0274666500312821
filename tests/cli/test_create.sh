#!/usr/bin/env bash
# Writing migrations, and checking that they agree with the schema.
. "$(dirname "$0")/../support/cli.sh"

project() {
    mkdir .git
    migrate init
    echo "$1" >schema/schema.sql
}

test_check_says_what_is_missing_create_writes_it_and_check_agrees() {
    project 'CREATE TABLE t (a int);'
    migrate check
    expect_status 1
    expect_out 'CREATE TABLE public.t'
    expect_out 'migrate create NAME'
    migrate create first
    expect_ok
    expect_out 'wrote migrations/'
    expect_text migrations/*_first/migration.sql 'CREATE TABLE public.t'
    expect_text migrations/*_first/down.sql 'DROP TABLE public.t'
    [ "$(stat -c %a migrations/*_first/migration.sql)" = 644 ]
    migrate check
    expect_status 0
    expect_out 'in sync'
}

test_nothing_to_do_writes_nothing() {
    project ''
    migrate create nothing
    expect_ok
    expect_out 'nothing to do'
    [ "$(ls migrations)" = '' ]
}

test_loss_of_data_is_refused_by_name_and_allowed_by_name() {
    project 'CREATE TABLE t (a int, b text, c bigint);'
    migrate create first
    echo 'CREATE TABLE t (a int, c smallint);' >schema/schema.sql
    migrate create second
    expect_status 4
    expect_err "--allow-data-loss='public.t.b'"
    expect_err "--allow-data-loss='public.t.c'"
    [ "$(ls migrations | wc -l)" -eq 1 ]
    migrate create second --allow-data-loss=public.t.b
    expect_status 4
    expect_no_err 'public.t.b'
    migrate create second --allow-data-loss=t.b --allow-data-loss=public.t.c
    expect_status 0
    migrate check
    expect_status 0
}

test_a_widening_change_of_type_is_no_loss() {
    project 'CREATE TABLE t (a int, b varchar(10), c numeric(10,2));'
    migrate create first
    echo 'CREATE TABLE t (a bigint, b varchar(20), c numeric(12,2));' >schema/schema.sql
    migrate create second
    expect_ok
}

test_the_files_are_named_as_the_layout_calls_them() {
    project 'CREATE TABLE t (a int, b int);'
    echo 'CREATE TABLE t (a int);' >migrations/V1__first.sql
    migrate create second
    expect_ok
    grep -qE '^wrote migrations/V([0-9]+)__second\.sql and U\1__second\.sql$' "$OUT" || fail 'other names'
    expect_no_out 'down.sql'
    expect_text migrations/U*__second.sql 'DROP COLUMN b'
}

test_stdout_writes_no_file() {
    project 'CREATE TABLE t (a int);'
    migrate create first --stdout
    expect_ok
    expect_out 'CREATE TABLE public.t'
    [ "$(ls migrations)" = '' ]
}

test_an_empty_migration_for_hand_written_sql() {
    project ''
    migrate create by_hand --empty
    expect_ok
    expect_file migrations/*_by_hand/migration.sql
    migrate check
    expect_status 0
}

test_names_are_checked() {
    project ''
    migrate create 'Not A Name'
    expect_status 2
    migrate create
    expect_status 2
}

test_labels_that_must_be_committed_first_get_a_migration_of_their_own() {
    project "CREATE TYPE s AS ENUM ('a'); CREATE TABLE t (x s DEFAULT 'a');"
    migrate create first
    echo "CREATE TYPE s AS ENUM ('a', 'b'); CREATE TABLE t (x s DEFAULT 'b');" >schema/schema.sql
    migrate create second
    expect_ok
    expect_text migrations/*[0-9]_second/migration.sql "ADD VALUE 'b'"
    expect_text migrations/*_second_2/migration.sql 'SET DEFAULT'
    migrate check
    expect_status 0
}

test_a_migration_that_fails_is_a_finding_with_its_place() {
    project ''
    mkdir migrations/20250101000000_bad
    printf 'CREATE TABLE t (a int);\nALTER TABLE t ADD COLUMN a int;\n' >migrations/20250101000000_bad/migration.sql
    migrate check
    expect_status 1
    expect_out 'migrations/20250101000000_bad/migration.sql:2'
    expect_out 42701
    migrate check --format json
    expect_status 1
    expect_out '"code": "migration-fails"'
    expect_out '"line": 2'
}

test_what_a_migration_makes_for_its_session_is_nobodys_business() {
    project 'CREATE TABLE t (a int);'
    mkdir migrations/20250101000000_moves
    cat >migrations/20250101000000_moves/migration.sql <<'SQL'
CREATE TEMP TABLE kept (a int CHECK (a > 0));
COMMENT ON TABLE kept IS 'for a moment';
COMMENT ON CONSTRAINT kept_a_check ON kept IS 'as long';
CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE pg_temp.e AS ENUM ('a');
CREATE TABLE t (a int);
SQL
    migrate check
    expect_status 0
    migrate apply
    expect_status 0
    migrate drift
    expect_ok
}

test_a_migration_that_ends_its_transaction_is_told_what_it_needs() {
    project 'CREATE TABLE t (a int);'
    mkdir migrations/20250101000000_batches
    printf 'CREATE TABLE t (a int);\nDO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$;\n' \
        >migrations/20250101000000_batches/migration.sql
    migrate check
    expect_status 1
    expect_out "needs a line '-- migrate: no-transaction' at the top of its migration"
    sed -i '1i -- migrate: no-transaction' migrations/20250101000000_batches/migration.sql
    migrate check
    expect_status 0
}

test_a_schema_that_fails_is_a_finding_with_its_place() {
    project 'CREATE TABEL t (a int);'
    migrate check
    expect_status 1
    expect_out 'schema/schema.sql:1:8'
    expect_out 42601
}

test_both_sides_are_reported_when_both_fail() {
    project 'CREATE TABEL t (a int);'
    mkdir migrations/20250101000000_bad
    echo 'SELECT nosuch;' >migrations/20250101000000_bad/migration.sql
    migrate check --format json
    expect_status 1
    expect_out '"code": "migration-fails"'
    expect_out '"code": "schema-fails"'
}

test_a_rename_that_nobody_stated_is_a_finding() {
    project 'CREATE TABLE t (mail text);'
    migrate create first
    echo 'CREATE TABLE t (email text);' >schema/schema.sql
    migrate check
    expect_status 1
    expect_out "--rename 'public.t.mail=public.t.email'"
}

test_directives_that_swap_columns_of_one_type_are_no_sync() {
    project 'CREATE TABLE t (x int, y int);'
    migrate create first
    printf -- \
        'CREATE TABLE t (\n-- migrate: renamed from y\nx int,\n-- migrate: renamed from x\ny int);\n' >schema/schema.sql
    migrate create second
    expect_status 4
    expect_err 'schema/schema.sql:2: column public.t.y cannot be renamed to public.t.x'
    migrate check
    expect_status 1
    expect_out 'column public.t.y cannot be renamed to public.t.x'
}

test_the_way_back_of_a_rename_whose_old_name_is_taken_again() {
    project 'CREATE TABLE t (a int CONSTRAINT t_pkey PRIMARY KEY, x int);'
    migrate create first
    echo 'CREATE TABLE t (a int CONSTRAINT t_key PRIMARY KEY, x int); CREATE INDEX t_pkey ON t (x);' >schema/schema.sql
    migrate create second
    expect_status 0
    expect_text migrations/*_second/migration.sql 'RENAME CONSTRAINT t_pkey TO t_key'
    expect_text migrations/*_second/down.sql 'ADD CONSTRAINT t_pkey PRIMARY KEY'
}

test_what_was_in_sync_is_remembered_and_forgotten_when_a_byte_changes() {
    project 'CREATE TABLE t (a int);'
    migrate create first
    migrate check
    expect_status 0
    migrate check
    expect_status 0
    echo 'CREATE TABLE t (a int, b int);' >schema/schema.sql
    migrate check
    expect_status 1
}

test_roles_that_the_schema_names_are_made_on_scratch() {
    project 'CREATE TABLE t (a int); GRANT SELECT ON t TO nobody_has_this_role; ALTER TABLE t OWNER TO nor_this;'
    migrate create first
    expect_ok
    expect_text migrations/*_first/migration.sql 'TO nobody_has_this_role'
    expect_text migrations/*_first/migration.sql 'OWNER TO nor_this'
    migrate check
    expect_status 0
}

# A table that is on main, and a schema in which it got an index and a check.
hazards() {
    git init -q -b main .
    migrate init
    echo 'CREATE TABLE t (a int);' >schema/schema.sql
    migrate create first
    git add .
    git commit -qm first
    git checkout -qb change
    echo 'CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0)); CREATE INDEX t_a ON t (a);
CREATE TABLE new (b int UNIQUE);' >schema/schema.sql
}

# In counts and names, for who reviews a file that is too long to be read.
test_a_migration_begins_with_what_it_does() {
    mkdir -p schema migrations/20260101000000_a
    printf '%s\n' 'CREATE TABLE t (id int PRIMARY KEY, a int, fax text);' 'CREATE VIEW v AS SELECT id FROM t;' \
        >migrations/20260101000000_a/migration.sql
    printf '%s\n' 'CREATE TABLE t (id int PRIMARY KEY, a bigint);' \
        'CREATE INDEX i ON t (a); CREATE INDEX j ON t (id, a);' 'CREATE TABLE "u' \
        'DROP TABLE t; -- x" (id int);' 'CREATE VIEW v AS SELECT id, a FROM t;' >schema/schema.sql
    migrate create x --allow-data-loss=public.t.fax
    expect_ok
    cat >expected <<'SQL'
-- comes: 2 indexes, 1 table: public.i, public.j, public."u DROP TABLE t; -- x"
-- goes: 1 column: public.t.fax
-- changes: 1 column, 1 view: public.t.a, public.v
-- strongest lock: ACCESS EXCLUSIVE on public.t while it is rewritten (1 index rebuilt); readers and writers wait
-- loses: public.t.fax

SQL
    head -n 6 migrations/*_x/migration.sql | diff -u expected - || fail 'another head'
    head -n 1 migrations/*_x/down.sql | grep -qx -e '-- comes: 1 column: public.t.fax' ||
        fail 'another head of the way back'
    cp migrations/*_x/migration.sql first
    rm -r migrations/*_x
    migrate create x --allow-data-loss=public.t.fax
    cmp first migrations/*_x/migration.sql || fail 'other bytes for the same'
    migrate check
    expect_ok
    rm -r migrations/*_x
    migrate create x --allow-data-loss=public.t.fax --stdout
    expect_no_out '-- comes'
}

test_what_is_dangerous_is_said_in_the_words_of_check() {
    hazards
    migrate create second
    expect_ok
    expect_out 'migration.sql:11:1: warning: building an index blocks writes to public.t until it is done' \
        '[create-index]'
    expect_out '  fix: CREATE INDEX CONCURRENTLY'
    expect_out 'migration.sql:9:26: warning: adding a check to public.t scans it under ACCESS EXCLUSIVE [add-check]'
    expect_no_out 'public.new until'
    grep -E 'warning:|^  fix:' "$OUT" >"$CLI_DIR/said"
    migrate check --base main
    grep -E 'warning:|^  fix:' "$OUT" | diff -u "$CLI_DIR/said" -
}

test_what_is_dangerous_is_said_without_git_too() {
    hazards
    rm -rf .git
    mkdir .git
    migrate create second
    expect_ok
    expect_out '[create-index]'
    expect_out '[add-check]'
}

test_a_table_that_is_not_merged_yet_is_in_no_danger() {
    hazards
    git checkout -q main
    git checkout -q --orphan empty
    git rm -rqf --cached migrations schema
    git commit -qm empty
    git branch -qD main
    migrate create second
    expect_ok
    expect_out 'wrote migrations/'
    expect_out '[create-index]'
    git branch -q main
    rm -r migrations/*_second
    migrate create second
    expect_ok
    expect_no_out 'warning'
}

test_a_rule_that_is_off_is_not_said() {
    hazards
    printf '[check]\ncreate-index = off\nadd-check = error\n' >migrate.ini
    migrate create second
    expect_ok
    expect_no_out '[create-index]'
    expect_out 'error: adding a check'
}

# A table on main whose columns get other types. What a statement says is the same for those that cost nothing and the
# others.
retyping() {
    git init -q -b main .
    migrate init
    echo "CREATE TYPE mood AS ENUM ('fine'); CREATE TABLE t ($1);" >schema/schema.sql
    migrate create first
    expect_ok
    git add .
    git commit -qm first
    git checkout -qb change
    echo "CREATE TYPE mood AS ENUM ('fine'); CREATE TABLE t ($2);" >schema/schema.sql
    migrate create second --allow-data-loss
    expect_ok
    expect_text migrations/*_second/migration.sql 'ALTER COLUMN a TYPE'
}

test_a_type_that_makes_the_server_rewrite_the_table_is_said() {
    local types
    for types in 'int:text' 'uuid:text' 'mood:text' 'varchar(20):varchar(10)' 'text:int' 'timestamp:timestamptz' \
        'bytea:varchar(9)'; do
        rm -rf .git migrations schema migrate.ini
        retyping "a ${types%:*}" "a ${types#*:}"
        expect_out 'warning: changing the type of public.t.a may rewrite all of public.t'
        migrate check --base main
        expect_out '[alter-column-type]'
    done
}

test_a_type_that_costs_nothing_is_not_said_and_stays_unsaid_when_it_is_remembered() {
    retyping 'a varchar(10), b varchar(10), c numeric(10,2), d cidr' 'a text, b varchar(20), c numeric(12,2), d inet'
    expect_no_out 'warning'
    for _ in 1 2; do
        migrate check --base main
        expect_status 0
        expect_no_out '[alter-column-type]'
    done
}

test_a_type_is_said_where_nobody_saw_what_it_costs() {
    retyping 'a varchar(10)' 'a text'
    echo 'SELECT 1/0;' >>"$(echo migrations/*_first/migration.sql)"
    migrate check --base main
    expect_status 1
    expect_out '[migration-fails,'
    expect_out '[alter-column-type]'
}

test_a_new_enum_value_that_is_used_too_early_gets_the_way_out() {
    project "CREATE TYPE s AS ENUM ('a'); CREATE TABLE t (x s DEFAULT 'a');"
    migrate create first
    mkdir migrations/20990101000000_second
    echo "ALTER TYPE s ADD VALUE 'b'; ALTER TABLE t ALTER x SET DEFAULT 'b';" \
        >migrations/20990101000000_second/migration.sql
    migrate check
    expect_status 1
    expect_out 'New enum values must be committed before they can be used.' \
        'Add the value in a separate migration, before the one that uses it.'
}

# continues MARK LAYOUT FILE TEXT: what `create` writes behind a first file of that layout.
continues() {
    rm -rf migrations schema migrate.ini
    mkdir migrations schema
    printf '%s\nCREATE TABLE a (id int);\n' "$1" >"migrations/$2"
    printf '%s\n' 'CREATE TABLE a (id int);' 'CREATE TABLE b (id int);' >schema/s.sql
    printf '[project]\nschema = schema\n' >migrate.ini
    migrate create more
    expect_ok
    expect_out "$3"
    [ "$(grep -vE '^-- (comes|goes|loses|strongest lock):' "migrations/$3" | tr -s '\n ' ' ')" = "$4 " ] ||
        fail "other text: $(cat "migrations/$3")"
    migrate diff
    expect_ok
    expect_no_out
}

test_other_layouts_are_continued_in_their_manner() {
    local b='CREATE TABLE public.b ( id integer );' back='DROP TABLE public.b;' loss
    loss='-- data-loss: drops table public.b and what it holds'
    continues '-- migrate:up' 0007_a.sql 0008_more.sql "-- migrate:up $b -- migrate:down $loss $back"
}

test_a_line_that_looks_like_a_mark_is_not_written() {
    mkdir migrations schema
    printf -- '-- migrate:up\nCREATE TABLE a (id int);\n' >migrations/0007_a.sql
    printf '%s\n' 'CREATE TABLE a (id int);' 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$' \
        '-- migrate:down' 'SELECT 1 $$;' >schema/s.sql
    printf '[project]\nschema = schema\n' >migrate.ini
    migrate create more
    expect_status 4
    expect_err "has a line that dbmate takes for a mark between directions ('-- migrate:down')"
    [ "$(ls migrations)" = 0007_a.sql ]
}

run_tests

#!/usr/bin/env bash
# Databases that another tool migrated so far: its ledger is read, taken over, and kept up to date.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

prisma_table() {
    sql -c 'CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL,
        checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
        logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
        applied_steps_count integer NOT NULL DEFAULT 0)'
}

# row NAME [CHECKSUM] [FINISHED] [ROLLED_BACK]: as Prisma writes it for the file that is there.
row() {
    local sum=${2:-$(sha256sum <"migrations/$1/migration.sql" | cut -c1-64)}
    sql -c "INSERT INTO _prisma_migrations
        VALUES (gen_random_uuid(), '$sum', ${3:-now()}, '$1', NULL, ${4:-NULL}, clock_timestamp(), 1)"
}

# The first of two migrations is there, by Prisma.
by_prisma() {
    project
    prisma_table
    sql -f migrations/20240101000000_users/migration.sql
    row 20240101000000_users
}

test_apply_says_what_it_would_take_over() {
    by_prisma
    migrate apply
    expect_status 4
    expect_err "Prisma's, public._prisma_migrations, which has applied 1 migration, 20240101000000_users"
    expect_err "'migrate apply --from-ledger'"
    [ -z "$(sql -c "SELECT to_regnamespace('migrate')")" ]
    migrate apply --format json
    expect_out '"code":"other-ledger"'
}

test_apply_takes_over_and_goes_on() {
    by_prisma
    migrate apply --from-ledger --dry-run
    expect_status 0
    expect_out 20240102000000_posts
    [ -z "$(sql -c "SELECT to_regnamespace('migrate')")" ]
    migrate apply --from-ledger
    expect_status 0
    expect_out 'applied 20240102000000_posts'
    expect_err 'recorded without running'
    [ "$(sql -c 'SELECT string_agg(mode, $$ $$ ORDER BY seq) FROM migrate.migration')" = 'baseline tx' ]
    migrate apply
    expect_ok
    migrate drift
    expect_status 0
}

test_baseline_only_takes_over() {
    by_prisma
    migrate baseline --from-ledger
    expect_status 0
    [ "$(sql -c 'SELECT string_agg(version, $$ $$) FROM migrate.migration')" = 20240101000000 ]
    migrate status
    expect_status 0
    expect_out 'pending 20240102000000_posts'
    migrate baseline --from-ledger
    expect_status 0
    migrate baseline
    expect_status 2
    migrate baseline 20240101000000 --from-ledger
    expect_status 2
}

test_folders_of_a_time_stamp_alone_are_known_by_it() {
    project
    mv migrations/20240101000000_users migrations/20240101000000
    migration 20240101000000_more 'CREATE TABLE more (id int);'
    prisma_table
    sql -f migrations/20240101000000/migration.sql
    row 20240101000000
    printf '[env dev]\nurl = %s\n[prisma]\nledger = keep\n' "$DATABASE_URL" >migrate.ini
    migrate status
    expect_out '1 applied, last 20240101000000 at'
    migrate apply --from-ledger --to 20240101000000
    expect_status 0
    expect_no_out more
    migrate apply
    expect_status 0
    expect_out 'applied 20240101000000_more'
    migration 20240103000000 'CREATE TABLE third (id int);' 'DROP TABLE third;'
    migrate apply --to 20240103000000
    expect_status 0
    expect_out 'applied 20240103000000 '
    [ "$(applied_by_prisma)" = '20240101000000 20240101000000_more 20240102000000_posts 20240103000000' ]
    migrate down
    expect_status 0
    [ "$(applied_by_prisma)" = '20240101000000 20240101000000_more 20240102000000_posts' ]
    migrate apply
    expect_status 0
    migrate apply
    expect_ok
    migrate drift
    expect_status 0
}

test_a_protected_database_is_asked_about() {
    by_prisma
    row 20240102000000_posts
    sql -f migrations/20240102000000_posts/migration.sql
    printf '[env dev]\nurl = %s\nprotected = yes\n' "$DATABASE_URL" >migrate.ini
    migrate apply --from-ledger
    expect_status 4
    migrate baseline --from-ledger
    expect_status 4
    # What is not settled is refused, whoever says yes: what failed, what this checkout lacks, what was edited.
    for row in "row 20240103000000_new x" "row 20240102000000_posts '' NULL" "row 20240101000000_users abc"; do
        eval "$row"
        migrate baseline --from-ledger -y
        expect_status 4
        migrate apply --from-ledger -y
        expect_status 4
        sql -c 'DELETE FROM _prisma_migrations WHERE started_at = (SELECT max(started_at) FROM _prisma_migrations)'
    done
    [ -z "$(sql -c "SELECT to_regnamespace('migrate')")" ]
    [ "$(sql -c 'SELECT count(*) FROM _prisma_migrations')" = 2 ]
    migrate apply --from-ledger -y
    expect_status 0
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 2 ]
}

test_status_and_drift_only_look() {
    by_prisma
    migrate status
    expect_status 0
    expect_out "1 applied, last 20240101000000_users"
    expect_out "Prisma's, public._prisma_migrations, has applied 1 migration"
    expect_out 'pending 20240102000000_posts'
    migrate drift
    expect_status 0
    sql -c 'ALTER TABLE users ADD COLUMN more int'
    migrate drift
    expect_status 1
    expect_out 'column public.users.more'
    expect_no_out posts
    [ -z "$(sql -c "SELECT to_regnamespace('migrate')")" ]
}

test_a_failed_row_is_refused_with_the_way_out() {
    by_prisma
    row 20240102000000_posts '' NULL
    migrate baseline --from-ledger
    expect_status 4
    expect_err '20240102000000_posts failed, or still runs'
    expect_err "'prisma migrate resolve --rolled-back 20240102000000_posts'"
    migrate status
    expect_status 4
    # As prisma migrate resolve does.
    sql -c "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL"
    migrate apply --from-ledger
    expect_status 0
    expect_out 'applied 20240102000000_posts'
}

test_other_line_ends_are_the_same_file_and_an_edit_is_not() {
    project
    prisma_table
    printf 'CREATE TABLE users (id integer);\r\n' >migrations/20240101000000_users/migration.sql
    row 20240101000000_users "$(printf 'CREATE TABLE users (id integer);\n' | sha256sum | cut -c1-64)"
    row 20240102000000_posts "$(sed 's/$/\r/' migrations/20240102000000_posts/migration.sql | sha256sum | cut -c1-64)"
    migrate baseline --from-ledger
    expect_status 0
    sql -c 'SET client_min_messages = warning' -c 'DROP SCHEMA migrate CASCADE'
    echo '-- edited' >>migrations/20240102000000_posts/migration.sql
    migrate baseline --from-ledger
    expect_status 4
    expect_err '20240102000000_posts was edited after Prisma had applied it'
    expect_err '--allow-edited'
    migrate baseline --from-ledger --allow-edited
    expect_status 0
    expect_err '20240102000000_posts was edited after Prisma had applied it'
}

test_sums_of_old_versions_have_no_zeros() {
    local sum i
    project
    prisma_table
    # One with a byte below 16.
    for ((i = 0; ; i++)); do
        echo "CREATE TABLE users (id integer); -- $i" >migrations/20240101000000_users/migration.sql
        sum=$(sha256sum <migrations/20240101000000_users/migration.sql | cut -c1-64 | sed 's/../&\n/g' |
            sed 's/^0//' | tr -d '\n')
        [ ${#sum} = 64 ] || break
    done
    row 20240101000000_users "$sum"
    migrate baseline --from-ledger
    expect_status 0
    sql -c 'SET client_min_messages = warning' -c 'DROP SCHEMA migrate CASCADE'
    sql -c "UPDATE _prisma_migrations SET checksum = left(checksum, -1)"
    migrate baseline --from-ledger
    expect_status 4
    expect_err 'was edited after Prisma had applied it'
}

test_names_that_the_checkout_lacks_are_named() {
    by_prisma
    row 20230101000000_gone abc
    migrate status
    expect_status 0
    expect_out "Prisma's ledger has 20230101000000_gone, which is not in migrations"
    row 20250101000000_newer abc
    migrate apply --from-ledger
    expect_status 4
    expect_err "Prisma's ledger has 20250101000000_newer"
    expect_err 'use a checkout that has it'
}

test_several_ledgers_need_a_word() {
    by_prisma
    sql -c 'CREATE SCHEMA other; CREATE TABLE other._prisma_migrations (LIKE _prisma_migrations)'
    migrate apply --from-ledger
    expect_status 4
    expect_err '--from-ledger=public._prisma_migrations'
    migrate apply --from-ledger=public._prisma_migrations
    expect_status 0
    number=$number.none project
    migrate apply --from-ledger
    expect_status 2
    expect_err 'there is no ledger of another tool that is known here'
}

test_a_run_that_died_after_the_ledger_was_made_applies_nothing_twice() {
    by_prisma
    (MIGRATE_FAULT=ledger:kill9 "$MIGRATE" apply --from-ledger || true) >/dev/null 2>&1
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 0 ]
    migrate apply
    expect_status 4
    expect_err "'migrate apply --from-ledger'"
    migrate apply --from-ledger
    expect_status 0
}

test_prisma_at_work_is_waited_for() {
    by_prisma
    psql -X -q "$DATABASE_URL" -c 'SELECT pg_advisory_lock(72707369), pg_sleep(20)' >/dev/null &
    until [ "$(sql -c 'SELECT count(*) FROM pg_locks WHERE locktype = $$advisory$$ AND objid = 72707369')" = 1 \
        ]; do sleep 0.05; done
    migrate apply --from-ledger
    expect_status 75
    expect_err 'Prisma holds its lock'
    printf '[env dev]\nurl = %s\n[prisma]\nledger = keep\n' "$DATABASE_URL" >migrate.ini
    migrate apply --from-ledger --lock-wait 100ms
    expect_status 75
    expect_err 'Prisma has been holding the lock'
    kill %1
    wait %1 || true
    sql -c \
        'SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = $$advisory$$ AND objid = 72707369' >/dev/null
    migrate apply --from-ledger
    expect_status 0
}

# The names that Prisma takes for applied, by the rules of its deploy.
applied_by_prisma() {
    sql -c "SELECT string_agg(migration_name, ' ' ORDER BY migration_name) FROM _prisma_migrations
             WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL AND applied_steps_count = 1"
}

test_the_other_ledger_is_kept_up_to_date() {
    by_prisma
    printf '[env dev]\nurl = %s\n[prisma]\nledger = keep\n' "$DATABASE_URL" >migrate.ini
    migration 20240103000000_index '-- migrate: no-transaction
CREATE INDEX CONCURRENTLY i ON users (id);' '-- migrate: no-transaction
DROP INDEX CONCURRENTLY i;'
    migration 20240104000000_bad 'SELECT 1/0;'
    migrate apply --from-ledger
    expect_status 1
    [ "$(applied_by_prisma)" = '20240101000000_users 20240102000000_posts 20240103000000_index' ]
    [ "$(sql -c 'SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NULL')" = 0 ]
    [ "$(sql -c "SELECT checksum FROM _prisma_migrations WHERE migration_name LIKE '%posts'")" = \
        "$(sha256sum <migrations/20240102000000_posts/migration.sql | cut -c1-64)" ]
    rm -r migrations/20240104000000_bad
    migrate down
    expect_status 0
    [ "$(applied_by_prisma)" = '20240101000000_users 20240102000000_posts' ]
    migrate down
    expect_status 0
    [ "$(applied_by_prisma)" = '20240101000000_users' ]
    migrate apply
    expect_status 0
    [ "$(applied_by_prisma)" = '20240101000000_users 20240102000000_posts 20240103000000_index' ]
    # Prisma itself applies one.
    migration 20240105000000_theirs 'CREATE TABLE theirs (id int);'
    sql -f migrations/20240105000000_theirs/migration.sql
    row 20240105000000_theirs
    migrate apply
    expect_status 4
    expect_err 'Prisma has applied 1 migration, 20240105000000_theirs, which our ledger does not have'
    migrate apply --from-ledger
    expect_status 0
    migrate apply
    expect_ok
}

test_what_failed_in_the_kept_ledger_is_settled_there_first() {
    project
    printf '[env dev]\nurl = %s\n[prisma]\nledger = keep\n' "$DATABASE_URL" >migrate.ini
    migrate apply --to 20240101000000
    expect_ok
    row 20240102000000_posts '' NULL
    migrate apply
    expect_status 4
    expect_err "Prisma's ledger says that 20240102000000_posts failed, or still runs"
    expect_err "'prisma migrate resolve --rolled-back 20240102000000_posts' when nothing of it is there"
    [ -z "$(sql -c "SELECT to_regclass('posts')")" ]
    sql -c 'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL'
    migrate apply
    expect_ok
    [ "$(applied_by_prisma)" = '20240101000000_users 20240102000000_posts' ]
}

test_a_new_database_gets_both_ledgers() {
    project
    printf '[env dev]\nurl = %s\n[prisma]\nledger = keep\n' "$DATABASE_URL" >migrate.ini
    migrate apply
    expect_status 0
    [ "$(applied_by_prisma)" = '20240101000000_users 20240102000000_posts' ]
    migrate drift
    expect_status 0
}

# other TABLE_SQL: a database with another tool's ledger is taken over, up to the first migration.
other() {
    number=$number.x
    project
    sql -f migrations/20240101000000_users/migration.sql
    sql -c "$1"
    migrate apply --from-ledger
    expect_status 0
    expect_err "$2's ledger"
    [ "$(sql -c 'SELECT string_agg(mode, $$ $$ ORDER BY seq) FROM migrate.migration')" = 'baseline tx' ]
}

# The documented tables of other tools.
golang_table='CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)'
diesel_table='CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY,
    run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)'
flyway_table='CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
    description varchar(200), type varchar(20), script varchar(1000), checksum int,
    installed_by varchar(100), installed_on timestamp DEFAULT now(), execution_time int, success boolean)'
drizzle_table='CREATE SCHEMA drizzle;
    CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)'
sqitch_table="CREATE SCHEMA sqitch;
    CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text UNIQUE,
        change text NOT NULL, project text NOT NULL, note text NOT NULL DEFAULT '',
        committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        committer_name text NOT NULL, committer_email text NOT NULL, planned_at timestamptz NOT NULL,
        planner_name text NOT NULL, planner_email text NOT NULL)"
atlas_table='CREATE SCHEMA atlas_schema_revisions;
    CREATE TABLE atlas_schema_revisions.atlas_schema_revisions (version varchar PRIMARY KEY,
        description varchar NOT NULL, type bigint NOT NULL DEFAULT 2,
        applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0,
        executed_at timestamptz NOT NULL, execution_time bigint NOT NULL, error text, error_stmt text,
        hash varchar NOT NULL, partial_hashes jsonb, operator_version varchar NOT NULL)'
liquibase_table='CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL,
    filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL,
    exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255), comments varchar(255),
    tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255),
    deployment_id varchar(10))'

atlas_row() {
    echo "INSERT INTO atlas_schema_revisions.atlas_schema_revisions
        VALUES ('$1', 'x', $2, $3, 1, now(), 1, $4, '', 'h', NULL, 'v')"
}
liquibase_row() { echo "INSERT INTO databasechangelog VALUES ('1', 'a', 'db/$1', now(), $3, '$2')"; }
sqitch_row() {
    echo "INSERT INTO sqitch.changes
        VALUES ('$1', '$2', '$1', 'p', '', clock_timestamp(), 'c', 'c', now(), 'p', 'p')"
}
drizzle_row() { echo "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('$1', $2)"; }

test_ledgers_of_other_tools_are_taken_over() {
    local sum
    other "$golang_table; INSERT INTO schema_migrations VALUES (20240101000000, false)" golang-migrate
    other "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
        INSERT INTO schema_migrations VALUES ('20240101000000')" 'Rails or dbmate'
    other "CREATE SCHEMA supabase_migrations;
        CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
        INSERT INTO supabase_migrations.schema_migrations VALUES ('20240101000000', NULL, 'users')" Supabase
    other "CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL,
            is_applied boolean NOT NULL, tstamp timestamp DEFAULT now());
        INSERT INTO goose_db_version (version_id, is_applied)
            VALUES (0, true), (20240101000000, true), (20240102000000, true), (20240102000000, false)" goose
    other "CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int,
            migration_time timestamptz);
        INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('20240101000000_users.js', 1, now())" Knex
    sum=$(sha384sum <migrations/20240101000000_users/migration.sql | cut -c1-96)
    other "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
            installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL,
            checksum bytea NOT NULL, execution_time bigint NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (20240101000000, 'users', now(), true, '\\x$sum', 1)" sqlx
    # CRC-32 of the one line of the first migration, as a signed number.
    sum=$(python3 -c 'import zlib
sum = zlib.crc32(b"CREATE TABLE users (id integer);")
print(sum - (1 << 32) if sum >> 31 else sum)')
    other "$flyway_table;
        INSERT INTO flyway_schema_history VALUES (1, '20240101000000', 'users', 'SQL', 'V1__users.sql',
            $sum, 'x', now(), 1, true)" Flyway
}

test_ledgers_of_more_tools_are_taken_over() {
    local sum
    other "$diesel_table;
        INSERT INTO __diesel_schema_migrations VALUES ('20240101000000')" diesel
    other "CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
        INSERT INTO pgmigrations (name, run_on) VALUES ('20240101000000-users', now())" node-pg-migrate
    sum=$(sha256sum <migrations/20240101000000_users/migration.sql | cut -c1-64)
    other "$drizzle_table; $(drizzle_row "$sum" 1704067200000)" Drizzle
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration WHERE version = $$20240101000000$$')" = 1 ]
    migrate drift
    expect_status 0
    sum=$(sha1sum <migrations/20240101000000_users/migration.sql | cut -c1-40)
    other "$sqitch_table; $(sqitch_row users "$sum")" Sqitch
    migrate drift
    expect_status 0
    other "$atlas_table; $(atlas_row .atlas_cloud_identifier 2 0 NULL); $(atlas_row 20240101000000 2 1 "''")" Atlas
    other "$atlas_table; $(atlas_row 20240101120000 1 1 NULL)" Atlas
    expect_err 'hash of atlas_schema_revisions.atlas_schema_revisions is not compared with the files'
    other "$liquibase_table; $(liquibase_row 20240101000000_users.sql EXECUTED 1);
        $(liquibase_row 20240101000000_users.sql MARK_RAN 2)" Liquibase
    expect_err 'md5sum of public.databasechangelog is not compared with the files'
    other "CREATE TABLE django_migrations (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);
        INSERT INTO django_migrations (app, name, applied) VALUES ('a', '20240101000000_users', now())" Django
    other "$flyway_table;
        INSERT INTO flyway_schema_history
            VALUES (1, '20240101000000', '<< Flyway Baseline >>', 'BASELINE', '', NULL, 'x', now(), 1, true)" Flyway
}

# refused SQL MESSAGE: what the ledger says is in the way, and nothing is recorded.
refused() {
    number=$number.x
    project
    sql -c "$1"
    migrate baseline --from-ledger
    expect_status 4
    expect_err "$2"
    [ -z "$(sql -c "SELECT to_regnamespace('migrate')")" ]
}

test_what_is_wrong_in_other_ledgers_is_refused() {
    refused "$golang_table; INSERT INTO schema_migrations VALUES (20240101000000, true)" \
        "'migrate force VERSION' of golang-migrate"
    refused "$atlas_table; $(atlas_row 20240101000000 2 0 "'no such table'")" \
        "'atlas migrate set' says where it stands, 20240101000000"
    expect_err 'no such table'
    refused "$liquibase_table; $(liquibase_row 20240101000000_users.sql FAILED 1)" \
        'delete the row of 20240101000000_users from databasechangelog'
    refused "$sqitch_table; $(sqitch_row 20240101000000_users 0000000000000000000000000000000000000000)" \
        '20240101000000_users was edited after Sqitch had applied it'
    refused "$drizzle_table; $(drizzle_row "$(printf '%064d' 0)" 1)" "Drizzle's ledger has 0"
    refused "$diesel_table;
        INSERT INTO __diesel_schema_migrations VALUES ('20250101000000')" \
        "diesel's ledger has 20250101000000, which is not in migrations"
}

run_tests

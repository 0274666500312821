#!/usr/bin/env bash
# One migration in place of many: what is written, which databases count it as applied, and what git and older checkouts
# make of it.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"

commit() { git add -A && git -c user.name=a -c user.email=a@b.c commit -q -m "${1:-more}"; }

# A history of six migrations: two of them change rows, one runs outside a transaction, one changes rows of nothing.
history() {
    project
    migration 20240103000000_seed "INSERT INTO users VALUES (1), (2);"
    migration 20240104000000_index $'-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_id ON users (id);'
    migration 20240105000000_mail "ALTER TABLE posts ADD note text; UPDATE posts SET id = 2;"
    migration 20240106000000_fill "-- migrate: allow no-where every row is meant
ALTER TABLE users ADD mail text;
UPDATE users SET mail = id || '@example.org';
ALTER TABLE users ALTER mail SET NOT NULL"
    git init -q -b main .
    mkdir -p schema
    cat >schema/schema.sql <<'SQL'
CREATE TABLE users (id integer, mail text NOT NULL);
CREATE TABLE posts (id integer, note text);
CREATE INDEX users_id ON users (id);
CREATE INDEX posts_id_idx ON posts (id);
SQL
    commit originals
}

database() { # NAME: a fresh one, which is $DATABASE_URL from now on
    old_url=$DATABASE_URL
    DATABASE_URL=$(server_database "cli$number$1")
    export DATABASE_URL
}

dump_all() {
    pg_dump --schema-only --exclude-schema=migrate "$DATABASE_URL" | sed '/^\\\(un\)\?restrict/d'
}
dump() { dump_all && sql -c 'TABLE users'; }
chain() { sql -c "SELECT encode(chain, 'hex') FROM migrate.migration ORDER BY seq DESC LIMIT 1"; }

test_one_migration_makes_what_many_made() {
    history
    migrate apply
    expect_ok
    dump >originals
    chain >chain
    migrate squash
    expect_status 0
    expect_out 'wrote migrations/20240106000000_squashed/migration.sql'
    expect_out 'deleted 6 migrations, 20240101000000_users to 20240106000000_fill; commit '
    expect_err 'note: 20240103000000_seed is in it as it was'
    expect_err 'note: 20240106000000_fill is in it as it was'
    expect_err 'note: left out, because it changes no row in a new database:' \
        'migrations/20240105000000_mail/migration.sql:1: UPDATE posts'
    [ "$(ls migrations)" = 20240106000000_squashed ]
    migrate check
    expect_ok
    database new
    migrate apply
    expect_ok
    dump | diff originals -
    # What comes later has the same chain in both.
    chain | diff chain -
    migration 20240107000000_later 'CREATE TABLE later (id integer);'
    migrate apply
    expect_ok
    chain >chain
    DATABASE_URL=$old_url
    migrate apply
    expect_ok
    chain | diff chain -
}

test_a_database_with_all_originals_counts_it_as_applied() {
    history
    migrate apply
    expect_ok
    migrate squash year_2024
    expect_status 0
    migrate status
    expect_status 0
    expect_out '20240106000000_year_2024'
    migrate drift
    expect_ok
    migrate apply --dry-run
    expect_ok
    [ "$(sql -c "SELECT count(*) FROM migrate.event WHERE what = 'replaced'")" = 0 ]
    for mode in session transaction; do
        migrate apply --pooler=$mode
        expect_ok
        expect_out 'already up to date'
    done
    [ "$(sql -c "SELECT key, who = session_user FROM migrate.event WHERE what = 'replaced'")" = \
        '20240106000000_year_2024|t' ]
    [ "$(sql -c 'SELECT count(*) FROM migrate.migration')" = 6 ]
    migrate down
    expect_status 2
    expect_err '20240106000000_year_2024 was not executed in this database as it is in this checkout'
}

test_a_database_with_some_originals_is_refused_with_the_commit_that_has_the_rest() {
    history
    migrate apply --to 20240103000000
    expect_ok
    migrate squash
    expect_status 0
    commit squash
    for verb in apply 'apply --dry-run' 'apply --pooler=transaction' status; do
        migrate $verb
        expect_status 4
        cat "$OUT" >>"$ERR"
        expect_no_err 'but not in migrations'
        expect_err '20240106000000_squashed stands for 20240101000000_users to 20240106000000_fill,' \
            'and this database has only a part of them, up to 20240103000000_seed'
    done
    # The advice, to the letter.
    advice=$(sed -n 's/.*apply the originals first: git checkout \([0-9a-f]*\), migrate apply,.*/\1/p' "$ERR" |
            head -n 1)
    [ -n "$advice" ]
    git checkout -q "$advice"
    migrate apply
    expect_ok
    git checkout -q main
    migrate apply
    expect_ok
    migrate drift
    expect_ok
}

proof_originals_in_another_order_are_not_what_was_replaced() {
    history
    migrate apply --to 20240104000000
    sed -i 's/UPDATE posts/SELECT 1; &/' migrations/20240105000000_mail/migration.sql
    migrate apply
    expect_ok
    git checkout -q -- migrations
    migrate squash
    expect_status 0
    # What it should be cannot be said, so nothing is compared, or recorded.
    for verb in apply drift 'resolve 20240106000000_squashed --applied --reason none'; do
        migrate $verb
        expect_status 4
        expect_err 'this database has them, but not as they were then'
    done
}

test_an_older_checkout_knows_the_database_of_the_one() {
    history
    git branch originals
    migrate squash
    expect_status 0
    commit squash
    migrate apply
    expect_ok
    git checkout -q originals
    migrate status
    expect_status 0
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    migration 20240107000000_later 'CREATE TABLE later (id integer);'
    migrate apply
    expect_ok
    rm -r migrations/2024010[4567]*
    migrate apply
    expect_status 4
}

test_a_change_that_squashes_what_is_merged_is_no_loss_of_history() {
    history
    git checkout -q -b squash
    migrate squash
    expect_status 0
    commit squash
    migrate check --base main
    expect_ok
    migrate check --base main --untrusted
    expect_ok
    migrate rebase --base main
    expect_status 0
    expect_out 'nothing to do'
    # A chain that the base branch does not have.
    sed -i '1s/\(_fill \)[0-9a-f]\{8\}/\100000000/' migrations/*/migration.sql
    migrate check --base main
    expect_status 1
    expect_out 'says that it replaces 20240101000000_users to 20240106000000_fill,' \
        'and main does not have them like that'
    expect_out 'merged-deleted'
    git checkout -q -- migrations
    # Originals that came back.
    git checkout -q main -- migrations/20240101000000_users
    migrate check --base main
    expect_status 1
    expect_out 'wrong-replaces'
}

# A change can say that it stands for something and make something else.
test_a_squash_that_makes_something_else_is_refused() {
    history
    migration 20240107000000_secret 'CREATE TABLE secret (); ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION ok() RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;'
    cat migrations/20240107000000_secret/migration.sql >>schema/schema.sql
    commit
    git checkout -q -b squash
    migrate squash
    expect_status 0
    migrate check --base main --untrusted
    expect_ok
    local both="migrations/20240107000000_squashed/migration.sql schema/schema.sql"
    cp -r migrations schema .git/
    for edit in 's/ALTER TABLE.*ROW LEVEL SECURITY;//' 's/SELECT true/SELECT false/' \
        's/VALUES (1), (2)/VALUES (1), (3)/' '$a CREATE TABLE plus ();'; do
        sed -i "$edit" $both
        migrate check --base main --untrusted
        expect_status 1
        expect_out 'error: 20240107000000_squashed does not make what it replaces: '
        cp -r .git/migrations .git/schema .
    done
    for edit in '1i -- migrate: no-transaction' '1p'; do
        sed -i "$edit" migrations/*_squashed/migration.sql
        migrate check --base main
        expect_status 1
        cp -r .git/migrations .
    done
    mv migrations/20240107000000_squashed migrations/20240108000000_squashed
    migrate check --base main
    expect_status 1
    expect_out 'does not have its version'
}

# What another tool has recorded, only the originals tell.
test_another_tools_ledger_is_taken_over_before_the_squash() {
    history
    sql -c "CREATE TABLE _prisma_migrations (id text, checksum text, finished_at timestamptz,
            migration_name text, logs text, rolled_back_at timestamptz,
            started_at timestamptz DEFAULT now(), applied_steps_count integer)"
    for name in 20240101000000_users 20240102000000_posts; do
        psql -X -q "$DATABASE_URL" -f "migrations/$name/migration.sql"
        sum=$(sha256sum <"migrations/$name/migration.sql" | cut -c 1-64)
        sql -c "INSERT INTO _prisma_migrations VALUES (1, '$sum', now(), '$name')"
    done
    migrate squash --to 20240103000000
    expect_status 0
    commit squash
    for verb in 'apply --from-ledger -y' 'baseline --from-ledger'; do
        migrate $verb
        expect_status 4
        expect_err "Prisma's ledger has 20240101000000_users, which 20240103000000_squashed stands for"
    done
    advice=$(sed -n 's/.*originals first: git checkout \([0-9a-f]*\), migrate baseline --from-ledger.*/\1/p' "$ERR")
    git checkout -q "$(head -n 1 <<<"$advice")"
    migrate baseline --from-ledger
    expect_status 0
    migrate apply
    expect_status 0
    git checkout -q main
    migrate apply
    expect_ok
    expect_out 'already up to date'
}

proof_a_part_is_squashed_and_squashed_again() {
    history
    migrate apply
    expect_ok
    dump >originals
    chain >chain
    migrate squash first --to 20240102000000
    expect_status 0
    commit one
    migrate squash second --from 20240104000000 --to 20240105000000
    expect_status 0
    commit two
    [ "$(ls migrations | tr '\n' ' ')" = \
        '20240102000000_first 20240103000000_seed 20240105000000_second 20240106000000_fill ' ]
    migrate apply
    expect_ok
    migrate drift
    expect_ok
    database new
    migrate apply
    expect_ok
    dump | diff originals -
    chain | diff chain -
    migrate squash all
    expect_status 0
    commit three
    migrate apply
    expect_ok
    expect_out 'already up to date'
    database whole
    migrate apply
    expect_ok
    dump | diff originals -
    chain | diff chain -
}

test_other_layouts_are_squashed_in_their_form() {
    project
    rm -r migrations
    mkdir migrations
    echo 'CREATE TABLE users (id int);' >migrations/000001_users.up.sql
    echo 'DROP TABLE users;' >migrations/000001_users.down.sql
    echo 'CREATE TABLE posts (id int);' >migrations/000002_posts.up.sql
    echo 'DROP TABLE posts;' >migrations/000002_posts.down.sql
    git init -q -b main .
    commit
    migrate apply
    expect_ok
    migrate squash
    expect_status 0
    [ "$(ls migrations)" = 000002_squashed.up.sql ]
    migrate apply
    expect_ok
    expect_out 'already up to date'
    migrate status
    expect_status 0
}

test_nothing_is_deleted_that_git_could_not_bring_back() {
    history
    echo '-- edited' >>migrations/20240103000000_seed/migration.sql
    migrate squash
    expect_status 2
    expect_err 'migrations/20240103000000_seed/migration.sql is not committed,' \
        'and git could not bring it back; commit it first'
    git checkout -q -- .
    echo note >migrations/20240103000000_seed/README
    commit note
    ls -R migrations >before
    mkdir migrations/20240110000000_new
    echo 'SELECT 1;' >migrations/20240110000000_new/migration.sql
    migrate squash --to 20240106000000 --stdout
    expect_status 0
    rm -r migrations/20240110000000_new
    migrate squash --stdout
    expect_status 0
    ls -R migrations | diff before -
    migrate squash fill
    expect_status 2
    expect_err 'has that name already'
    migrate squash --from 20240103000000 --to 20240101000000
    expect_status 2
    migrate squash --from 1
    expect_status 2
    expect_err 'has no migration "1"'
    rm -rf .git
    migrate squash
    expect_status 3
    expect_err 'is not in a git repository'
    ls -R migrations | diff before -
}

proof_what_cannot_be_one_migration_is_named() {
    history
    migration 20240107000000_concurrently \
        $'-- migrate: no-transaction\nINSERT INTO users VALUES (3, \'c\');\nDROP INDEX CONCURRENTLY users_id;'
    commit
    migrate squash
    expect_status 4
    expect_err 'migrations/20240107000000_concurrently/migration.sql: this migration has to stay as it is'
    [ "$(ls migrations | wc -l)" = 7 ]
}

test_what_is_set_for_the_database_itself_is_kept() {
    project
    migration 20240103000000_zone "DO \$\$ BEGIN EXECUTE format(
        'ALTER DATABASE %I SET timezone TO ''Asia/Tokyo''', current_database()); END \$\$;"
    git init -q -b main .
    commit
    migrate squash
    expect_status 0
    expect_err '20240103000000_zone is in it as it was'
    migrate apply
    expect_ok
    [ "$(sql -c 'SHOW timezone')" = Asia/Tokyo ]
}

# Only the original knows what becomes of the values.
test_a_conversion_of_rows_is_kept() {
    project
    migration 20240103000000_seed "INSERT INTO users VALUES (1), (2); INSERT INTO posts VALUES (7);"
    migration 20240104000000_words "ALTER TABLE users ALTER id TYPE text USING 'user ' || id;"
    migration 20240105000000_when "ALTER TABLE posts ADD at timestamptz DEFAULT clock_timestamp();"
    migration 20240106000000_more "ALTER TABLE posts ALTER id TYPE integer USING id + 1;"
    git init -q -b main .
    commit
    migrate apply
    expect_ok
    sql -c 'TABLE users' -c 'SELECT id FROM posts' >rows
    migrate squash
    expect_status 0
    expect_err '20240104000000_words is in it as it was'
    expect_err 'the values of public.posts.at are others at each run; they were not compared'
    database new
    migrate apply
    expect_ok
    sql -c 'TABLE users' -c 'SELECT id FROM posts' | diff rows -
}

# Histories of random schemas, squashed at random places: pairs 1, 3, 5, … of each seed. SQUASH_ROUNDS says how many.
proof_random_histories_come_to_the_same() {
    RANDOM=7
    printf '[scratch]\nprivileged = true\n' >migrate.ini
    for role in random_one random_two "Random's three"; do
        psql -X -q "$SERVER_URL" -c "CREATE ROLE \"$role\""
    done
    for round in $(seq "${SQUASH_ROUNDS:-200}"); do
        rm -rf migrations schema .git pairs && mkdir pairs
        mkdir migrations
        for pair in 0 1; do
            "$BUILD/tests/random/generate" 7 $((2 * round + pair)) 1 pairs
            migration 2024010${pair}000000_old "$(cat pairs/old.sql)"
            migrate diff --from pairs/old.sql --to pairs/new.sql --no-rename
            expect_status 0
            # What takes two transactions is no single migration.
            ! grep -q '^-- part' "$OUT" || continue 2
            migration 2024010${pair}010000_new "$(cat "$OUT")"
        done
        git init -q -b main .
        commit
        old=$(server_database "o$round") new=$(server_database "n$round")
        migrate apply --url "$old"
        [ "$STATUS" = 0 ] || { echo "# round $round is not applied: $(grep -m 1 ^migrate: "$ERR")"; continue; }
        versions=($(ls migrations))
        from=$((RANDOM % 3))
        to=$((from + 1 + RANDOM % (3 - from)))
        migrate squash --from "${versions[from]}" --to "${versions[to]}"
        [ "$STATUS" != 4 ] || { echo "# round $round is refused: $(head -n 1 "$ERR")"; continue; }
        expect_status 0
        for url in "$old" "$new"; do
            migrate apply --url "$url"
            expect_status 0
            migrate drift --url "$url"
            expect_status 0
        done
        DATABASE_URL=$old dump_all >old.sql
        DATABASE_URL=$new dump_all >new.sql
        "$TOP/tests/support/dump-equal" old.sql new.sql
    done
}

run_tests

# shellcheck shell=bash
# A project of two migrations that were applied to a database on a server of the tests, and a hand that changes it. To
# be sourced after cli.sh.
#
#   project [OWNER]   makes both; exports DATABASE_URL
#   by_hand           changes the database: an index, a column, a grant, a function's body
#   sql ARGUMENT…     psql on the database

. "$TOP/tests/support/server.sh"
trap 'server_stop; rm -rf "$CLI_DIR"' EXIT
server_start || exit

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

project() {
    DATABASE_URL=$(server_database "drift$number" "$@")
    export DATABASE_URL
    mkdir -p migrations/20240101000000_users migrations/20240102000000_posts schema
    cat >migrations/20240101000000_users/migration.sql <<'SQL'
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);
CREATE FUNCTION greet(name text) RETURNS text LANGUAGE sql AS $$SELECT 'Hello, ' || name$$;
SQL
    echo 'CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users, title varchar(20));' \
        >migrations/20240102000000_posts/migration.sql
    cat migrations/*/migration.sql >schema/schema.sql
    migrate apply
    expect_ok
}

by_hand() {
    sql <<'SQL'
SET client_min_messages = error;
SELECT 'CREATE ROLE reader' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') \gexec
CREATE INDEX by_hand ON users (name);
ALTER TABLE users ADD COLUMN nick text;
GRANT SELECT ON users TO reader;
CREATE OR REPLACE FUNCTION greet(name text) RETURNS text LANGUAGE sql AS $$SELECT 'Hi, ' || name$$;
SQL
}

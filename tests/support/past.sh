# shellcheck shell=bash
# A history with a past, for tests of what tells it. To be sourced after cli.sh.

migration() { # migration VERSION_NAME SQL
    mkdir -p "migrations/$1"
    printf '%s\n' "$2" >"migrations/$1/migration.sql"
}

commit() { # commit AUTHOR SUBJECT
    git add -A
    git -c user.name=x -c user.email=x commit -q --author "$1 <$1@example.org>" --date 2024-05-06T07:08:09Z -m "$2"
}

# A table that is renamed, quoted names, a column that is dropped and made again, a table that another looks like.
history() {
    git init -q -b main "$@" .
    migration 20240101000000_users 'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, "Full Name" text);
CREATE INDEX by_mail ON users (email);
CREATE TABLE posts (id integer, author integer REFERENCES users (id));'
    commit Ann 'Begin with users'
    migration 20240102000000_no_mail 'ALTER TABLE users ALTER email DROP NOT NULL, ADD phone text DEFAULT $$none$$;'
    commit Bob 'Let users go without mail'
    migration 20240103000000_people 'ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME email TO "E.Mail";
ALTER TABLE people DROP phone;
CREATE TABLE users (a integer);'
    commit Ann 'They are people'
    migration 20240104000000_again 'DROP TABLE users;
ALTER TABLE people DROP "Full Name", ADD "Whole ""Name" text;
ALTER TABLE posts DROP id, ADD id bigint NOT NULL DEFAULT 0;'
    commit Bob $'Again \e[31m'
    migration 20240105000000_swap 'DROP TABLE posts;
CREATE TABLE "the posts" (author integer, id bigint NOT NULL DEFAULT 0);
CREATE TABLE users (id bigint);
ALTER TABLE people ADD phone varchar(20) CHECK (phone <> $$$$);
ALTER TABLE people ADD CONSTRAINT named UNIQUE ("E.Mail");'
    commit Ann 'Swap'
    migration 20240106000000_types 'ALTER TABLE people ALTER "E.Mail" TYPE varchar(99);
ALTER TABLE people RENAME CONSTRAINT named TO mail_once;
CREATE SCHEMA "old ""one";
ALTER TABLE "the posts" SET SCHEMA "old ""one";
ALTER TABLE "old ""one"."the posts" ALTER id DROP DEFAULT;'
}

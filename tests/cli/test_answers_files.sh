#!/usr/bin/env bash
# What the verbs that write files say to programs: with --format json one answer for each run, whatever becomes of it,
# that fits the verb's schema in migrate/report/. Where a verb prints events, the answer is the last line.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/apply.sh"
. "$TOP/tests/support/answers.sh"

schema() {
    mkdir -p schema
    printf '%s\n' "$@" >schema/schema.sql
}

test_drift_says_what_it_found_and_what_it_wrote() {
    project
    answers 0 apply
    answers 0 drift
    sql -c 'CREATE TABLE by_hand (id integer)'
    answers 1 drift
    schema 'CREATE TABLE users (id integer);' 'CREATE TABLE posts (id integer); CREATE INDEX ON posts (id);'
    answers 0 drift --adopt
    [ "$(ask '[w.split("_", 1)[1] for w in a["written"]]')" = "['adopt_drift/migration.sql']" ]
    rm -r migrations/*adopt_drift
    answers 4 drift --repair
    answers 0 drift --repair --allow-data-loss
    [ "$(ask '[w.split("_", 1)[1] for w in a["written"]]')" = "['repair_drift/migration.sql']" ]
    answers 3 drift --url 'postgresql://localhost:1/x'
    [[ $(ask 'a["reason"]') == *'cannot connect'* ]]
}

test_the_cache_says_what_is_kept() {
    export XDG_CACHE_HOME=$PWD
    answers 0 cache
    [ "$(ask 'a["folder"]')" = None ]
    mkdir -m 700 migrate
    head -c 5000 /dev/zero >migrate/pg150000-0
    answers 0 cache
    [ "$(ask 'a["folder"], a["servers"], a["checkpoints"]["count"]')" = \
        "('$PWD/migrate', {'count': 1, 'bytes': 8192}, 0)" ]
    answers 0 cache --clear
    [ "$(ask 'a["servers"]["count"]')" = 0 ]
    answers 2 cache one
}

test_making_a_migration_names_the_files() {
    project
    answers 0 stats pull -o sizes.json
    [ "$(ask 'a["written"]')" = "['sizes.json']" ]
    answers 2 stats push
    schema 'CREATE TABLE users (id integer NOT NULL);' 'CREATE TABLE posts (id integer); CREATE INDEX ON posts (id);'
    answers 1 check
    answers 0 diff
    [ "$(ask '[(c["change"], c["identity"]) for c in a["changes"]][:1]')" = "[('alter', 'public.users.id')]" ]
    answers 0 create strict --stdout
    answers 0 create strict
    [ "$(ask '[w.split("_", 1)[1] for w in a["written"]]')" = "['strict/migration.sql', 'strict/down.sql']" ]
    answers 0 check
    answers 2 create 'not a name'
    printf '[types]\nkysely = db.d.ts\n' >migrate.ini
    answers 1 types --check
    answers 0 types
    [ "$(ask 'a["written"]')" = "['db.d.ts']" ]
    answers 0 types kysely --stdout
    git init -q -b main .
    git -c user.name=a -c user.email=a@b commit -q --allow-empty -m base
    answers 0 rebase --base main
    [ "$(ask 'a["renamed"]')" = '[]' ]
    answers 2 squash
    git add -A
    git -c user.name=a -c user.email=a@b commit -q -m all
    answers 0 squash --stdout
    answers 0 squash
    [ "$(ask '[w.split("_", 1)[1] for w in a["written"]], a["kept"], len(a["replaced"])')" = \
        "(['squashed/migration.sql'], [], 3)" ]
    git checkout -q -- .
    rm -r migrations/*_squashed
}

test_the_past_is_an_answer() {
    project
    migration 20240103000000_mail 'ALTER TABLE users ADD mail text NOT NULL; ALTER TABLE users RENAME id TO number;'
    migration 20240104000000_none 'ALTER TABLE users ALTER mail DROP NOT NULL; DROP TABLE posts;'
    answers 0 log
    [ "$(ask '[(m["name"], m["commit"], len(m["changes"])) for m in a["migrations"]]')" = \
        "[('users', None, 2), ('posts', None, 3), ('mail', None, 2), ('none', None, 4)]" ]
    answers 0 log users.number
    [ "$(ask '[c.get("from") for m in a["migrations"] for c in m["changes"]]')" = "[None, 'public.users.id']" ]
    answers 0 blame users.mail
    [ "$(ask '"\n".join(str((l["what"], l.get("attribute"), l.get("before"), l["migration"]["version"]))
        for l in a["lines"])')" = "('created', None, None, '20240103000000')
('set', 'type', None, '20240103000000')
('set', 'not_null', 'NOT NULL', '20240104000000')" ]
    answers 0 blame posts
    [ "$(ask '[(l["what"], l["kind"]) for l in a["lines"]]')" = "[('dropped', 'table')]" ]
    answers 0 bisect --object users.mail
    answers 1 bisect --run true
    answers 0 show users.mail --at 20240103000000
    [ "$(ask 'a["sql"].split()[-5:]')" = "['mail', 'text', 'NOT', 'NULL', ');']" ]
    answers 2 show nothing
    answers 2 blame nothing
    answers 2 log nothing
    [[ $(ask 'a["reason"]') == *'never had an object'* ]]
}

test_a_new_project_is_an_answer() {
    mkdir -p migrations/20240101000000_users
    echo 'CREATE TABLE users (id integer);' >migrations/20240101000000_users/migration.sql
    echo 'node_modules' >.gitignore
    answers 0 init
    [ "$(ask '[(f["what"], f["value"]) for f in a["found"]]')" = "[('migrations', 'migrations')]" ]
    [ "$(ask 'a["written"][:2]')" = "['migrate.ini', '.gitignore']" ]
    expect_no_err 'migrate:'
    answers 0 init
    [ "$(ask '(a["kept"][:2], a["written"])')" = "(['migrate.ini', '.gitignore'], [])" ]
    answers 2 init --from schema/x.sql
    [[ $(ask 'a["reason"]') == *'exists already'* ]]
    answers 0 schema export
    [ "$(ask 'a["written"]')" = "['schema/schema.sql']" ]
    answers 2 schema export
    [[ $(ask 'a["findings"][0]["message"]') == *'--merge'* ]]
    mkdir migrations/20240102000000_posts
    echo 'CREATE TABLE posts (id integer); INSERT INTO posts VALUES (1);' >migrations/20240102000000_posts/migration.sql
    answers 0 schema export --merge
    [ "$(ask '(a["added"], len(a["rows"]))')" = "(['table public.posts'], 1)" ]
    answers 0 schema format --check
    printf 'CREATE TABLE other (id integer);  \n\n\n\n-- more\n' >schema/other.sql
    answers 1 schema format --check
    [ "$(ask '[(f["code"], f["location"]["file"]) for f in a["findings"]]')" = \
        "[('not-formatted', 'schema/other.sql')]" ]
    answers 0 schema format
    [ "$(ask 'a["written"]')" = "['schema/other.sql']" ]
    answers 2 schema nonsense
}

run_tests

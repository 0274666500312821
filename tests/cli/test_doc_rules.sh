#!/usr/bin/env bash
# The rules about documentation, which are off unless somebody asks for them.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/answers.sh"

shop() {
    git init -q -b main .
    mkdir -p schema migrations/20240101000000_one
    cat >schema/shop.sql <<'SQL'
CREATE TABLE public.users (id bigint, mail text, a int, b int, c int, d int, e int);
COMMENT ON COLUMN public.users.mail IS 'In small letters';
CREATE TABLE public.orders (id int, at date) PARTITION BY RANGE (at);
COMMENT ON TABLE public.orders IS 'What was bought';
CREATE TABLE public.orders_rest PARTITION OF public.orders DEFAULT;
SQL
    cp schema/shop.sql migrations/20240101000000_one/migration.sql
    git add -A
    git -c user.name=a -c user.email=a@b commit -qm one
}

# What EXPRESSION says of each finding `f` of these rules.
told() { ask "[$1 for f in a['findings'] if 'doc' in f['code']]"; }
codes() { told "(f['code'], f['severity'], f.get('object'))"; }

test_nobody_is_told_who_has_not_asked() {
    shop
    printf '[doc]\npath = docs\n' >migrate.ini
    answers 0 check
    [ "$(codes)" = '[]' ]
    migrate explain undocumented
    expect_ok
    expect_out 'To turn it on'
    expect_out 'undocumented = warning'
}

test_tables_and_columns_without_a_comment_are_named() {
    shop
    printf '[check]\nundocumented = warning\n' >migrate.ini
    local users="('undocumented', 'warning', 'table public.users')"
    # What was found in sync before, too.
    for _ in 1 2; do
        answers 0 check
        [ "$(codes)" = "[('undocumented', 'warning', 'table public.orders'), $users]" ]
    done
    [ "$(told 'f["message"]' | cut -d"'" -f2)" = \
        'of table public.orders, these columns have no comment: id, at' ]
    [ "$(told 'f["message"]' | cut -d"'" -f4)" = \
        'table public.users has no comment, nor do its columns id, a, b, c, d and 1 more' ]
    printf '[check]\nundocumented = error\n[doc]\nundocumented = ^public\\.orders$; \\.mail$\n' >migrate.ini
    answers 0 check
    printf '[check]\nundocumented = error\n[doc]\nundocumented = ^public\\.users$\n' >migrate.ini
    answers 1 check
    [ "$(told 'f["objects"]')" = "[['table public.users']]" ]
    printf '[check]\nundocumented = error\n[doc]\nundocumented = (\n' >migrate.ini
    migrate check
    expect_status 2
    expect_err undocumented
}

test_committed_pages_that_are_old_are_found() {
    shop
    printf '[check]\ndoc-outdated = error\n[doc]\npath = docs\nformat = markdown\n' >migrate.ini
    answers 1 check
    [ "$(told 'f["message"]')" = \
        "['docs/README.md is not what \`migrate doc\` writes']" ]
    migrate doc
    expect_ok
    answers 0 check
    echo edited >>docs/table/public.users.md
    answers 1 check
    [ "$(told 'f["location"]["file"]')" = "['docs/table/public.users.md']" ]
    migrate doc
    answers 0 check
    touch docs/table/more.md
    answers 1 check
    rm docs/table/more.md
    mkdir migrations/20240102000000_two
    echo "COMMENT ON TABLE public.users IS 'People';" >migrations/20240102000000_two/migration.sql
    cat migrations/20240102000000_two/migration.sql >>schema/shop.sql
    answers 1 check
    sed -i 's/format = .*/format = html/; s/path = .*/path = site/' migrate.ini
    migrate doc
    answers 0 check
    PATH=/nowhere:$PATH answers 0 check
}

run_tests

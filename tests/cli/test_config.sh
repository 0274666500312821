#!/usr/bin/env bash
# The configuration and where it comes from.
. "$(dirname "$0")/../support/cli.sh"

# expect_key KEY VALUE ORIGIN
expect_key() {
    grep -qE "^$1 += $(sed 's/[][\.*^$()+?{|/]/\\&/g' <<<"$2") +# $3\$" "$OUT" || fail "expected: $1 = $2 # $3"
}

test_defaults_are_printed() {
    mkdir .git
    migrate config
    expect_ok
    expect_out 'migrate.ini: none; environment in force: dev'
    expect_key schema schema default
    expect_key url embedded: default
    expect_out '[env dev]'
}

test_every_source_is_named() {
    mkdir .git
    printf '[project]\n\nmigrations = db\n[env dev]\nowner = boss\n' >migrate.ini
    echo 'MIGRATE_PROJECT_SERVER=14' >.env
    export MIGRATE_APPLY_LOCK_TIMEOUT=7s DATABASE_URL=postgres://u:geheim@h/d
    migrate config --scratch postgres://s:geheim@h/d
    expect_ok
    expect_key migrations db migrate.ini:3
    expect_key owner boss migrate.ini:5
    expect_key server 14 'MIGRATE_PROJECT_SERVER of .env:1'
    expect_key lock_timeout 7s 'environment MIGRATE_APPLY_LOCK_TIMEOUT'
    grep -q '# environment DATABASE_URL$' "$OUT"
    grep -q '# --scratch$' "$OUT"
}

test_passwords_are_masked_in_every_format() {
    mkdir .git
    cat >migrate.ini <<'INI'
[env dev]
url = postgres://u:geheim@h/d
[env b]
url = host=h password=geheim
[scratch]
url = ${SECRET}
INI
    export SECRET='postgresql://x/y?password=geheim'
    for format in text json; do
        migrate config --format $format
        expect_ok
        expect_no_out geheim
    done
}

test_json_has_all_keys() {
    mkdir .git
    printf '[env production]\nurl = ${NO_SUCH}\n' >migrate.ini
    migrate config --format json
    expect_ok
    command -v python3 >/dev/null || skip "no python3"
    python3 - "$OUT" <<'PY'
import json, sys
config = json.load(open(sys.argv[1]))
keys = {(k["section"], k["key"]): k for k in config["keys"]}
assert config["version"] == 1 and config["file"] == "migrate.ini" and config["environment"] == "dev"
assert keys["project", "schema"]["value"] == "schema"
assert keys["project", "schema"]["origin"] == "default"
url = keys["env production", "url"]
assert url["value"] is None and "NO_SUCH" in url["problem"]
assert url["origin"] == "file" and url["line"] == 2
PY
}

test_a_wrong_file_is_a_usage_error_with_its_place() {
    mkdir .git
    printf '[project]\nshema = x\n' >migrate.ini
    migrate config
    expect_status 2
    expect_no_out
    expect_err "migrate: migrate.ini:2: unknown key 'shema' in [project]; did you mean 'schema'?"
}

test_a_missing_config_is_a_usage_error() {
    migrate --config nowhere.ini config
    expect_status 2
    expect_err nowhere.ini
}

test_the_environment_has_to_exist() {
    mkdir .git
    printf '[env production]\nurl = postgres://h/d\n' >migrate.ini
    migrate config --env prodution
    expect_status 2
    expect_err "there is no environment 'prodution' (--env); did you mean 'production'?"
    migrate config --env production --url postgres://h/d
    expect_status 2
    expect_err 'cannot be given together'
}

test_an_undefined_variable_of_the_environment_in_force_is_an_error() {
    mkdir .git
    printf '[env production]\nurl = ${NO_SUCH}\n' >migrate.ini
    migrate config
    expect_ok
    expect_out 'needs the variable NO_SUCH'
    migrate config --env production
    expect_status 2
    expect_err 'migrate.ini:2: [env production] url needs the variable NO_SUCH'
}

test_the_folder_can_be_named() {
    mkdir -p project/.git project/below
    printf '[project]\nschema = db\n' >project/migrate.ini
    migrate -C project config
    expect_ok
    expect_key schema db migrate.ini:2
    migrate -C project/below config
    expect_ok
    expect_key schema db ../migrate.ini:2
    migrate --config project/migrate.ini config
    expect_ok
    expect_key schema db project/migrate.ini:2
    migrate -C nowhere config
    expect_status 2
    expect_err "'nowhere' (-C)"
}

test_hostile_names_do_not_reach_the_terminal() {
    mkdir .git
    printf '[project]\nschema = a\033[31mb\n' >migrate.ini
    migrate config
    expect_ok
    expect_no_out $'\033'
    printf '[pro\033ject]\n' >migrate.ini
    migrate config
    expect_status 2
    expect_no_err $'\033'
}

test_one_value_is_printed_alone() {
    mkdir -p .git sub/below
    cat >migrate.ini <<'INI'
[project]
schema = sub/schema
[env production]
url = postgres://u:geheim@h/d
[ignore]
table = a; b
[env broken]
url = ${NOT_SET}
INI
    migrate config project.schema
    expect_ok
    expect_out_is <<<'sub/schema'
    migrate -C sub/below config project.schema
    expect_out_is <<<'../../sub/schema'
    migrate config 'env production.url'
    expect_ok
    expect_no_out geheim
    expect_out 'postgres://u'
    migrate config env.url
    expect_out_is <<<'embedded:'
    migrate config apply.lock_timeout
    expect_out_is <<<'2s'
    migrate config ignore.table
    expect_out_is <<<'a; b'
    migrate config 'env broken.url'
    expect_status 2
    expect_err NOT_SET
    migrate config project.migrations --format json
    expect_ok
    expect_out '"value": "migrations"'
}

test_a_key_that_nobody_set_prints_nothing() {
    mkdir .git
    for key in project.server check.out-of-order ignore.all; do
        migrate config $key
        expect_status 1
        expect_no_out
        expect_no_err
    done
}

test_a_key_that_is_none_is_an_error() {
    mkdir .git
    migrate config project.shema
    expect_status 2
    expect_err "there is no key 'project.shema'; did you mean 'project.schema'?"
    migrate config 'env nowhere.url'
    expect_status 2
    migrate config schema
    expect_status 2
}

test_a_variable_that_leads_away_from_the_written_url_is_named() {
    mkdir migrations
    printf '[env dev]\nurl = postgresql:///x\n' >migrate.ini
    PGHOST=$PWD/none migrate status
    expect_err "note: PGHOST says which database it is, and not 'url' of [env dev] (migrate.ini:2)"
    PGHOST=$PWD/none migrate status --env dev
    expect_no_err 'note: PGHOST'
}

run_tests

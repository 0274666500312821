#!/usr/bin/env bash
# A new project.
. "$(dirname "$0")/../support/cli.sh"

test_init_makes_a_project() {
    mkdir .git
    migrate init
    expect_ok
    for file in migrate.ini schema/schema.sql migrations/.gitkeep .gitignore .github/workflows/migrate.yml; do
        expect_file $file
        expect_out "created  $file"
        [ "$(stat -c %a $file)" = 644 ]
    done
    [ "$(cat .gitignore)" = $'.migrate/\n.env' ]
    [ -z "$(find . -name '*.tmp' -o -name '.*.??????')" ]
    migrate config
    expect_ok
}

test_init_again_changes_nothing() {
    mkdir .git
    migrate init
    cp -a . "$CLI_DIR/before"
    migrate init
    expect_ok
    expect_no_out created
    expect_out 'kept     migrate.ini'
    diff -r . "$CLI_DIR/before"
}

test_init_keeps_what_is_there() {
    mkdir -p .git schema .github/workflows
    echo '[project]' >migrate.ini
    echo 'SELECT 1;' >schema/mine.sql
    echo 'mine' >.github/workflows/migrate.yml
    migrate init
    expect_ok
    [ "$(cat migrate.ini)" = '[project]' ]
    [ "$(ls schema)" = mine.sql ]
    [ "$(cat .github/workflows/migrate.yml)" = mine ]
    expect_file migrations/.gitkeep
}

test_init_makes_the_folders_that_the_configuration_names() {
    mkdir .git
    printf '[project]\nschema = db/schema.sql\nmigrations = db/history\n' >migrate.ini
    migrate init
    expect_ok
    expect_file db/schema.sql
    expect_file db/history/.gitkeep
    expect_no_file schema
}

test_gitignore_gets_only_what_is_missing() {
    mkdir .git
    printf 'node_modules\r\n/.env\r\nlast' >.gitignore
    chmod 600 .gitignore
    migrate init
    expect_ok
    expect_out 'extended .gitignore'
    printf 'node_modules\r\n/.env\r\nlast\r\n.migrate/\r\n' | cmp - .gitignore
    [ "$(stat -c %a .gitignore)" = 600 ]
}

test_a_broken_configuration_stops_it() {
    mkdir .git
    echo 'nonsense' >migrate.ini
    migrate init
    expect_status 2
    expect_err 'migrate.ini:1:'
    expect_no_file schema
}

test_the_workflow_goes_to_the_top_of_the_repository() {
    mkdir -p .git "it's/here"
    migrate -C "it's/here" init
    expect_ok
    expect_file .github/workflows/migrate.yml
    expect_no_file "it's/here/.github"
    expect_text .github/workflows/migrate.yml "working-directory: 'it''s/here'"
}

test_the_workflow_is_yaml_that_checks() {
    mkdir .git
    migrate init
    diff "$TOP/ci/workflows/check.yml" .github/workflows/migrate.yml
    python3 -c 'import yaml' 2>/dev/null || skip "no YAML reader"
    python3 - <<'PY'
import yaml
job = yaml.safe_load(open(".github/workflows/migrate.yml"))["jobs"]["check"]
assert job["steps"][0]["with"]["fetch-depth"] == 0
assert job["steps"][-1]["uses"].startswith("THE.OWNER/migrate/ci@v")
assert job["steps"][-1]["with"]["working-directory"] == "."
PY
}

# The version that the files name is the one that is being made.
test_the_files_of_ci_name_the_next_release() {
    local version
    version=$(sed 's/-.*//' "$TOP/migrate/VERSION")
    for file in "$TOP"/ci/workflows/*.yml; do
        ! grep 'uses: THE.OWNER/' "$file" | grep -v "THE.OWNER/migrate/ci@v$version\$" ||
            fail "$file names another version"
    done
}

test_the_ci_system_can_be_chosen() {
    mkdir .git
    migrate init --ci none
    expect_ok
    [ -z "$(find . -name '*.yml')" ]
    migrate init --ci gitlab
    expect_ok
    diff "$TOP/ci/gitlab.yml" .gitlab-ci.yml
    mkdir -p "it's/here"
    migrate -C "it's/here" init
    expect_out 'created  ../../.gitlab/migrate.yml'
    expect_text .gitlab/migrate.yml "MIGRATE_DIRECTORY: 'it''s/here'"
    expect_no_file .github
    migrate init --ci jenkins
    expect_status 2
    expect_err github
}

test_a_folder_that_cannot_be_written_is_an_environment_error() {
    [ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
    mkdir .git
    chmod 555 .
    migrate init
    chmod 755 .
    expect_status 3
    expect_no_file migrate.ini
}

test_a_dangling_link_is_kept() {
    mkdir .git
    ln -s "$PWD/outside" .gitignore
    migrate init
    expect_status 2
    expect_err .gitignore
    expect_no_file outside
}

run_tests

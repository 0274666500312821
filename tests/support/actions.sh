# shellcheck shell=bash
# Pull requests as GitHub's runner sees them, for tests of the action and of workflows. To be sourced after cli.sh.
# The server that they are checked on has no known vulnerabilities, whichever is installed.
. "$TOP/tests/support/minor.sh"
MIGRATE_SCRATCH_BIN_DIR=$(server_of_minor 9)

# A clone with a branch `change` of a project whose base is on origin/main, and a runner's environment. $1: the
# project's folder.
pull_request() {
    local folder=${1:-.}
    git init -q --bare -b main "$PWD/origin.git"
    git clone -q "$PWD/origin.git" clone 2>/dev/null
    mkdir -p runner "clone/$folder/schema" "clone/$folder/migrations/20260101000000_one" stubs
    git -C clone checkout -qb main
    echo 'CREATE TABLE pupil (id int PRIMARY KEY, name varchar(20));' |
        tee "clone/$folder/schema/schema.sql" >"clone/$folder/migrations/20260101000000_one/migration.sql"
    echo '[project]' >"clone/$folder/migrate.ini"
    echo '.migrate/' >clone/.gitignore
    commit
    git -C clone push -q origin main 2>/dev/null
    git -C clone checkout -qb change
    mkdir clone/.migrate
    ln -s "$TOP" clone/.migrate/source
    # What actions/cache would have brought.
    install -D "$MIGRATE" runner/migrate/program/bin/migrate
    mkdir -p "$CLI_DIR/scratch"
    ln -s "$CLI_DIR/scratch" runner/migrate/scratch
    export GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main GITHUB_REPOSITORY=owner/project
    export GITHUB_WORKSPACE=$PWD/clone GITHUB_STEP_SUMMARY=$PWD/summary.md GITHUB_SERVER_URL=https://github.example
    export MIGRATE_SCRATCH_BIN_DIR RUNNER_TEMP=$PWD/runner RUNNER_OUTPUTS=$PWD/outputs PATH=$PWD/stubs:$PATH
    cd clone
}

commit() {
    git -C "$(git rev-parse --show-toplevel 2>/dev/null || echo clone)" add -A
    git -C "$(git rev-parse --show-toplevel 2>/dev/null || echo clone)" commit -qm change
}

run_file() {
    last="$*"
    STATUS=0
    : >"$GITHUB_STEP_SUMMARY"
    "$TOP/tests/support/runner" "$@" context github.token=t0ken context github.event.pull_request.number=7 \
        context "secrets.PRODUCTION_DATABASE_URL=${PRODUCTION-}" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}
action() { run_file "$TOP/ci/action.yml" "$@"; }
workflow() { run_file "$TOP/ci/workflows/$1.yml" "$2"; }

expect_output() { grep -qxF -e "$1" "$RUNNER_OUTPUTS" ||
    fail "expected among the outputs: $1, not $(cat "$RUNNER_OUTPUTS")"; }
expect_summary() { grep -qF -e "$1" "$GITHUB_STEP_SUMMARY" ||
    fail "expected in the summary: $1, not $(cat "$GITHUB_STEP_SUMMARY")"; }

# A gh that keeps one comment in ../gh, as far as the action asks for it.
with_gh() {
    mkdir ../gh
    cat >../stubs/gh <<'GH'
#!/bin/bash
set -e
cd "$(dirname "$0")/../gh"
echo "$GH_HOST $GH_TOKEN $*" >>calls
if [ -e code ]; then
    echo "gh: ::error::no (HTTP $(cat code))" >&2
    exit 1
fi
method=GET
for word; do
    case $word in
        PATCH | POST) method=$word ;;
        body=@*) cp "${word#body=@}" comment ;;
    esac
done
[ "$method" != GET ] || [ ! -e comment ] || echo 42
GH
    chmod +x ../stubs/gh
}

#!/usr/bin/env bash
# The ready workflows: their steps are run as GitHub's runner runs them.
. "$(dirname "$0")/../support/cli.sh"
. "$TOP/tests/support/actions.sh"

test_the_workflow_for_pull_requests_runs() {
    pull_request
    with_gh
    workflow check check
    expect_status 0
    expect_out 'uses actions/checkout@v4 fetch-depth=0 persist-credentials=false'
    expect_out 'uses actions/cache@v4 key=migrate-'
    expect_summary 'in sync'
    echo 'ALTER TABLE pupil ADD grade int;' >>schema/schema.sql
    commit
    workflow check check
    expect_status 1
    expect_text ../gh/comment 'out of sync'
}

# The base branch decides what the project is.
prisma_on_the_base() {
    git checkout -q main
    rm -r schema migrations
    mkdir -p prisma/migrations/20260101000000_one
    printf '[project]\nschema = prisma/schema.prisma\nmigrations = prisma/migrations\n' >migrate.ini
    printf 'datasource db {\n  provider = "postgresql"\n}\nmodel Pupil {\n  id Int @id\n}\n' >prisma/schema.prisma
    echo 'CREATE TABLE "Pupil" ("id" INTEGER NOT NULL, CONSTRAINT "Pupil_pkey" PRIMARY KEY ("id"));' \
        >prisma/migrations/20260101000000_one/migration.sql
    commit
    git push -q origin main 2>/dev/null
    git checkout -qB change
}

test_the_workflow_for_projects_with_prisma_runs() {
    pull_request
    prisma_on_the_base
    with_gh
    workflow prisma schema
    expect_status 0
    expect_summary 'in sync'
    sed -i 's/^  id .*/&\n  name String?/' prisma/schema.prisma
    commit
    workflow prisma schema
    expect_status 1
    expect_text ../gh/comment 'ADD COLUMN name'
}

test_this_repositorys_own_workflow_runs_its_action() {
    pull_request
    ln -s "$TOP/ci" ci
    echo ci >>.git/info/exclude
    run_file "$TOP/.github/workflows/migrate.yml" check
    expect_status 0
    expect_summary 'in sync'
}

# A server with an empty database, for promotions.
with_production() {
    # shellcheck disable=SC1091
    . "$TOP/tests/support/server.sh"
    server_start || skip 'no PostgreSQL server is installed'
    PRODUCTION=$(server_database production)
    export GITHUB_EVENT_NAME=workflow_dispatch
    unset GITHUB_BASE_REF
    printf '[env production]\nprotected = true\n' >>migrate.ini
}

test_a_promotion_is_planned_applied_and_shown() {
    pull_request
    with_production
    workflow promote plan
    expect_status 0
    expect_out 20260101000000_one
    workflow promote apply
    expect_status 0
    workflow drift drift
    expect_status 0
    expect_summary 'migrate drift: in sync'
    psql -X -q -c 'CREATE INDEX by_hand ON pupil (name)' "$PRODUCTION"
    workflow drift drift
    expect_status 1
    expect_out '::error'
    expect_summary 'index public.by\_hand is in the database, but not in the history'
    psql -X -q -c 'DROP INDEX by_hand' "$PRODUCTION"
    workflow promote plan
    expect_status 0
    expect_no_out 'CREATE TABLE pupil'
}

# The lines of the GitLab job's script, run as its shell runs them.
gitlab() {
    local script
    script=$(awk '/^  script:/ { inside = 1; next }
        inside && /^  [a-z]/ { exit }
        inside && !/^ *#/ { between = sub(/^    - /, "") ? "\n" : " "; printf "%s%s", between, $0 }' \
        "$TOP/ci/gitlab.yml")
    last="$script"
    STATUS=0
    CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_PROJECT_DIR=$PWD \
        MIGRATE_DIRECTORY=. GIT_CONFIG_GLOBAL=$CLI_DIR/gitconfig \
        bash -e -o pipefail -c "$script" >"$OUT" 2>"$ERR" </dev/null || STATUS=$?
}

test_the_template_for_gitlab_runs() {
    pull_request
    ln -s "$MIGRATE" ../stubs/migrate
    unset GITHUB_ACTIONS GITHUB_EVENT_NAME GITHUB_BASE_REF
    git update-ref -d refs/remotes/origin/main # the runner fetches the change alone
    gitlab
    expect_status 0
    expect_out 'in sync'
    echo 'ALTER TABLE pupil ADD grade int;' >>schema/schema.sql
    echo 'SELECT 1; -- edited' >>migrations/20260101000000_one/migration.sql
    commit
    gitlab
    expect_status 1
    expect_out merged-edited
    expect_text migrate.xml 'type="out-of-sync"'
    expect_text migrate.md 'ADD COLUMN grade'
}

# The commands of the files for deployments, as a shell's words.
deployed() { # FILE
    python3 - "$1" <<'PY'
import re, shlex, sys, yaml

def commands(value):
    if isinstance(value, list):
        for one in value:
            yield from commands(one)
    elif isinstance(value, dict):
        if value.get("name") == "migrate" and "command" in value:
            assert [variable["name"] for variable in value["env"]] == ["PRODUCTION_DATABASE_URL"]
            context = value["securityContext"]
            assert context["runAsNonRoot"] and context["readOnlyRootFilesystem"]
            assert context["capabilities"] == {"drop": ["ALL"]}
            yield shlex.join(value["command"])
        for key, one in value.items():
            yield from one["command"] if key == "release" else commands(one)

text = open(sys.argv[1]).read()
if sys.argv[1].endswith("Procfile"):
    print(re.fullmatch(r"release: (.*)\n", text)[1])
else:
    for document in yaml.safe_load_all(text):
        for command in commands(document):
            print(command)
PY
}

test_the_files_for_deployments_apply_the_migrations() {
    python3 -c 'import yaml' 2>/dev/null || skip 'no YAML reader'
    pull_request
    with_production
    printf 'url = ${PRODUCTION_DATABASE_URL}\n' >>migrate.ini
    for file in kubernetes.yaml heroku/Procfile heroku/heroku.yml; do deployed "$TOP/ci/$file" >>commands; done
    [ "$(wc -l <commands)" -eq 5 ] || fail "other commands: $(cat commands)"
    ln -s "$MIGRATE" ../stubs/migrate
    while IFS= read -r last; do
        PRODUCTION_DATABASE_URL=$PRODUCTION bash -c "$last" >>applied 2>&1 </dev/null || fail "$(cat applied)"
    done <commands
    expect_text applied '1 migration applied'
    expect_text applied 'production has 20260101000000_one, the last of 1'
    expect_text applied 'in sync'
    [ "$(psql -X -A -t -c 'SELECT count(*) FROM migrate.migration' "$PRODUCTION")" = 1 ]
}

test_the_indexed_job_does_every_tenant() {
    python3 -c 'import yaml' 2>/dev/null || skip 'no YAML reader'
    pull_request
    with_production
    local i command
    for i in {1..7}; do psql -X -q -c "CREATE SCHEMA t$i" "$PRODUCTION"; done
    printf 'url = ${PRODUCTION_DATABASE_URL}\nschemas = ^t\n' >>migrate.ini
    command=$(deployed "$TOP/ci/kubernetes.tenants.yaml")
    ln -s "$MIGRATE" ../stubs/migrate
    for i in 0 1 2 3; do
        last=${command//\$(JOB_COMPLETION_INDEX)/$i}
        PRODUCTION_DATABASE_URL=$PRODUCTION bash -c "$last" >>applied 2>&1 </dev/null || fail "$(cat applied)"
    done
    [ "$(grep -c ': 1 applied' applied)" = 7 ] || fail "$(cat applied)"
}

# As those read them who run them; tests/support/runner is not as strict.
test_every_file_for_ci_and_deployment_is_yaml() {
    python3 -c 'import yaml' 2>/dev/null || skip 'no YAML reader'
    find "$TOP/ci" "$TOP/.github" -name '*.y*ml' -print0 | xargs -0 python3 -c 'import sys, yaml
for file in sys.argv[1:]:
    assert any(yaml.safe_load_all(open(file, encoding="utf-8"))), file
print(len(sys.argv) - 1)' >read 2>&1 || fail "$(cat read)"
    [ "$(cat read)" -ge 8 ] || fail "only $(cat read) were found"
}

# What compose runs: per service its folder, its environment and its command.
composed() { # FILE
    python3 - "$1" <<'PY'
import shlex, sys, yaml

file = yaml.safe_load(open(sys.argv[1]))
for name, service in file["services"].items():
    if service.get("build", {}).get("dockerfile") != "ci/Containerfile":
        assert set(service.get("depends_on", {})) <= set(file["services"]), name
        continue
    assert service["volumes"] == ["..:/project:ro"] and service["restart"] == "no", name
    variables = [f"{key}={value}" for key, value in service["environment"].items()]
    print(name, service.get("working_dir", "/project"), shlex.join(variables), shlex.join(service["command"]), sep="\t")
PY
}

test_the_compose_file_for_services_does_what_it_says() {
    python3 -c 'import yaml' 2>/dev/null || skip 'no YAML reader'
    pull_request
    with_production
    printf '[services]\nbilling = services/billing\nauth = services/auth\n' >migrate.ini
    local name folder variables command
    for name in auth billing; do
        server_database "$name" >/dev/null
        mkdir -p "services/$name"
        cp -r schema migrations "services/$name"
        printf '[env production]\nurl = ${%s_DATABASE_URL}\nprotected = true\n' "${name^^}" \
            >"services/$name/migrate.ini"
    done
    printf '[project]\nafter = auth\n' >>services/billing/migrate.ini
    ln -s "$MIGRATE" ../stubs/migrate
    composed "$TOP/ci/compose.services.yaml" >commands
    [ "$(cut -f 1 commands | sort | tr '\n' ' ')" = 'auth-ready billing-ready migrate reachable ' ]
    local here=${SERVER_URL/\/postgres\?/\/\\1?}
    for name in reachable migrate auth-ready billing-ready; do
        IFS=$'\t' read -r _ folder variables command < <(grep "^$name"$'\t' commands)
        variables=$(sed -E "s,postgresql://postgres:[^@]*@database/([a-z]+),$here,g" <<<"$variables")
        last="$name: $variables migrate $command"
        (cd "$PWD${folder#/project}" && eval "env $variables migrate $command") >>composed 2>&1 </dev/null ||
            fail "$(cat composed)"
    done
    expect_text composed 'billing  0       1 applied'
    [ "$(grep -c 'production has 20260101000000_one' composed)" = 2 ]
}

# What Kubernetes tries again and what it does not are all the statuses there are.
test_the_job_knows_all_exit_statuses() {
    python3 -c 'import yaml' 2>/dev/null || skip 'no YAML reader'
    local given_up known
    given_up=$(python3 -c 'import sys, yaml
job = next(one for one in yaml.safe_load_all(open(sys.argv[1])) if one["kind"] == "Job")
print(*job["spec"]["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"], sep="\n")' \
        "$TOP/ci/kubernetes.yaml")
    migrate help exit-statuses
    known=$(sed -nE 's/^  ([1-9][0-9]*)  .*/\1/p' "$OUT")
    diff <(printf '%s\n3\n75\n' "$given_up" | sort) <(sort <<<"$known")
}

# The steps alone: what they call leaves traces.
test_a_tag_becomes_a_release() {
    pull_request
    with_gh
    export GITHUB_REF_NAME=v1.2.3 GITHUB_REF=refs/tags/v1.2.3
    for name in apt-get make; do printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' "$name" "$PWD/.." >../stubs/$name; done
    printf '#!/bin/sh\nexit 0\n' | tee ../stubs/deps >../stubs/run
    chmod +x ../stubs/*
    mkdir -p ci tests dist migrate
    cp "$TOP/ci/version" ci/
    echo 1.2.3-dev >migrate/VERSION
    ln -s ../../stubs/deps ci/deps
    ln -s ../../stubs/run tests/run
    commit
    git tag v1.2.3
    export GIT_CONFIG_GLOBAL=$CLI_DIR/gitconfig
    run_file "$TOP/.github/workflows/release.yml" build
    expect_status 0
    expect_text ../calls 'make all tests-build dist REPOSITORY=owner/project'
    echo x >dist/x
    (cd dist && sha256sum x >SHA256SUMS)
    run_file "$TOP/.github/workflows/release.yml" publish
    expect_status 0
    expect_text ../gh/calls 'release create v1.2.3 dist/SHA256SUMS dist/x --repo owner/project --verify-tag'
    export GITHUB_REF_NAME=v1.3.0
    run_file "$TOP/.github/workflows/release.yml" build
    [ "$STATUS" -ne 0 ] || fail 'another tag was taken'
}

test_only_pinned_actions_and_few_permissions_are_used() {
    local file
    for file in "$TOP"/ci/action.yml "$TOP"/ci/workflows/*.yml "$TOP"/.github/workflows/*.yml; do
        ! grep -E 'uses: ' "$file" | grep -vE 'uses: (\./|[a-z-]+/[a-z-]+@v[0-9]+$|THE.OWNER/migrate/ci@v[0-9.]+$)' ||
            fail "$file: an action is not pinned"
        ! grep -E '^ *(- )?run: .*\$\{\{' "$file" || fail "$file: an expression in a script"
        [[ $file == */action.yml ]] || expect_text "$file" 'contents: read'
        ! grep -q pull_request_target "$file" || fail "$file: runs foreign code with secrets"
    done
}

run_tests

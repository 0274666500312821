#include "base/pipeline.h"

#include <string.h>

/* How a variable shows that a run is for a change. */
typedef enum {
    SIGN_SET,    /* by having a value other than "false" */
    SIGN_BEGINS, /* by what its value begins with */
    SIGN_OTHER,  /* by a value that is not one of the words */
} SignKind;

typedef struct {
    const char *variable;
    SignKind kind;
    const char
        *words; /* of SIGN_BEGINS: one; of SIGN_OTHER: events that are the repository's own */
} Sign;

typedef struct {
    const char *variable;
    bool always; /* it names the base of a change, and is not set otherwise */
    const char
        *prefix;     /* what the value has before the branch's name, or is not meant; NULL: none */
    const char *end; /* the last of these ends it; NULL: nothing does */
} Base;

typedef struct {
    const char *name;
    Sign signs[6];
    Base bases[3];
} System;

#define GITHUB_QUEUE "refs/heads/gh-readonly-queue/"

/* Gitea's and Forgejo's actions have the variables of GitHub's. */
static const System systems[] = {
    {"GitHub Actions",
     {{"GITHUB_EVENT_NAME", SIGN_OTHER,
       "push schedule workflow_dispatch repository_dispatch release create delete"},
      {"GITHUB_BASE_REF", SIGN_SET},
      {"GITHUB_REF", SIGN_BEGINS, "refs/pull/"},
      {"GITHUB_REF", SIGN_BEGINS, GITHUB_QUEUE}},
     {{"GITHUB_BASE_REF", true}, {"GITHUB_REF", true, GITHUB_QUEUE, "/pr-"}}},
    {"GitLab CI",
     {{"CI_PIPELINE_SOURCE", SIGN_OTHER,
       "push schedule web webide api trigger pipeline parent_pipeline chat pipeline_schedule "
       "ondemand_dast_scan ondemand_dast_validation security_orchestration_policy"},
      {"CI_MERGE_REQUEST_ID", SIGN_SET},
      {"CI_MERGE_REQUEST_IID", SIGN_SET},
      {"CI_EXTERNAL_PULL_REQUEST_IID", SIGN_SET}},
     {{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", true},
      {"CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME", true}}},
    {"Bitbucket Pipelines",
     {{"BITBUCKET_PR_ID", SIGN_SET}},
     {{"BITBUCKET_PR_DESTINATION_BRANCH", true}}},
    {"Jenkins", {{"CHANGE_ID", SIGN_SET}}, {{"CHANGE_TARGET"}}},
    {"Jenkins, GitHub pull request builder", {{"ghprbPullId", SIGN_SET}}, {{"ghprbTargetBranch"}}},
    {"Jenkins, GitLab plugin", {{"gitlabMergeRequestIid", SIGN_SET}}, {{"gitlabTargetBranch"}}},
    {"Azure Pipelines",
     {{"BUILD_REASON", SIGN_BEGINS, "PullRequest"}, {"SYSTEM_PULLREQUEST_PULLREQUESTID", SIGN_SET}},
     {{"SYSTEM_PULLREQUEST_TARGETBRANCH", true}}},
    {"CircleCI",
     {{"CIRCLE_PULL_REQUEST", SIGN_SET},
      {"CIRCLE_PULL_REQUESTS", SIGN_SET},
      {"CIRCLE_PR_NUMBER", SIGN_SET}}},
    {"Drone",
     {{"DRONE_BUILD_EVENT", SIGN_BEGINS, "pull_request"}, {"DRONE_PULL_REQUEST", SIGN_SET}},
     {{"DRONE_TARGET_BRANCH"}}},
    {"Woodpecker",
     {{"CI_PIPELINE_EVENT", SIGN_BEGINS, "pull_request"},
      {"CI_BUILD_EVENT", SIGN_BEGINS, "pull_request"},
      {"CI_COMMIT_PULL_REQUEST", SIGN_SET}},
     {{"CI_COMMIT_TARGET_BRANCH"}}},
    {"Buildkite",
     {{"BUILDKITE_PULL_REQUEST", SIGN_SET}, {"BUILDKITE_MERGE_QUEUE_BASE_BRANCH", SIGN_SET}},
     {{"BUILDKITE_PULL_REQUEST_BASE_BRANCH"}, {"BUILDKITE_MERGE_QUEUE_BASE_BRANCH", true}}},
    {"Travis CI",
     {{"TRAVIS_EVENT_TYPE", SIGN_BEGINS, "pull_request"}, {"TRAVIS_PULL_REQUEST", SIGN_SET}},
     {{"TRAVIS_BRANCH"}}},
    {"AppVeyor", {{"APPVEYOR_PULL_REQUEST_NUMBER", SIGN_SET}}, {{"APPVEYOR_REPO_BRANCH"}}},
    {"Cirrus CI", {{"CIRRUS_PR", SIGN_SET}}, {{"CIRRUS_BASE_BRANCH"}}},
    {"Semaphore", {{"SEMAPHORE_GIT_PR_NUMBER", SIGN_SET}}, {{"SEMAPHORE_GIT_BRANCH"}}},
    {"AWS CodeBuild",
     {{"CODEBUILD_WEBHOOK_EVENT", SIGN_BEGINS, "PULL_REQUEST"}},
     {{"CODEBUILD_WEBHOOK_BASE_REF"}}},
    {"Bitrise", {{"BITRISE_PULL_REQUEST", SIGN_SET}}, {{"BITRISEIO_GIT_BRANCH_DEST"}}},
    {"Codemagic", {{"CM_PULL_REQUEST", SIGN_SET}}, {{"CM_PULL_REQUEST_DEST"}}},
    {"Prow",
     {{"PULL_NUMBER", SIGN_SET},
      {"JOB_TYPE", SIGN_BEGINS, "presubmit"},
      {"JOB_TYPE", SIGN_BEGINS, "batch"}},
     {{"PULL_BASE_REF"}}},
    {"Netlify", {{"PULL_REQUEST", SIGN_SET}}},
    {"Vercel", {{"VERCEL_GIT_PULL_REQUEST_ID", SIGN_SET}}},
    {"Render", {{"IS_PULL_REQUEST", SIGN_SET}}},
};

static const char *value_of(char **environment, const char *variable) {
    const char *value = g_environ_getenv(environment, variable);
    return value && *value ? value : NULL;
}

static bool is_shown(const Sign *sign, const char *value) {
    if (sign->kind == SIGN_SET)
        return strcmp(value, "false") != 0;
    if (sign->kind == SIGN_BEGINS)
        return g_str_has_prefix(value, sign->words);
    g_auto(GStrv) own = g_strsplit(sign->words, " ", -1);
    return !g_strv_contains((const char *const *)own, value);
}

static const Sign *find_sign(const System *system, char **environment) {
    for (guint i = 0; i < G_N_ELEMENTS(system->signs) && system->signs[i].variable; i++) {
        const char *value = value_of(environment, system->signs[i].variable);
        if (value && is_shown(&system->signs[i], value))
            return &system->signs[i];
    }
    return NULL;
}

bool pipeline_is_change(char **environment, PipelineChange *change) {
    for (guint i = 0; i < G_N_ELEMENTS(systems); i++) {
        const Sign *sign = find_sign(&systems[i], environment);
        if (!sign)
            continue;
        if (change)
            *change = (PipelineChange){systems[i].name, sign->variable,
                                       value_of(environment, sign->variable)};
        return true;
    }
    return false;
}

/* The branch that a variable's value names; NULL when it means something else. Caller frees. */
static char *branch_of(const Base *base, const char *value) {
    if (base->prefix && !g_str_has_prefix(value, base->prefix))
        return NULL;
    const char *name = value + (base->prefix ? strlen(base->prefix) : 0);
    if (g_str_has_prefix(name, "refs/heads/"))
        name += strlen("refs/heads/");
    const char *end = base->end ? g_strrstr(name, base->end) : NULL;
    return end ? g_strndup(name, (gsize)(end - name)) : g_strdup(name);
}

static char *base_in(const System *system, char **environment, const char **variable) {
    bool change = find_sign(system, environment);
    for (guint i = 0; i < G_N_ELEMENTS(system->bases) && system->bases[i].variable; i++) {
        const Base *base = &system->bases[i];
        const char *value = change || base->always ? value_of(environment, base->variable) : NULL;
        char *branch = value ? branch_of(base, value) : NULL;
        if (branch && variable)
            *variable = base->variable;
        if (branch)
            return branch;
    }
    return NULL;
}

char *pipeline_base(char **environment, const char **variable) {
    for (guint i = 0; i < G_N_ELEMENTS(systems); i++) {
        char *branch = base_in(&systems[i], environment, variable);
        if (branch)
            return branch;
    }
    return NULL;
}

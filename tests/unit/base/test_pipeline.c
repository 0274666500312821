#include "base/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Variables, separated by blanks; the one that shows a change; the branch that it is meant for. */
static const struct {
    const char *environment, *sign, *base;
} rows[] = {
    {"GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main", "GITHUB_EVENT_NAME", "main"},
    {"GITHUB_EVENT_NAME=pull_request_target GITHUB_BASE_REF=release/1", "GITHUB_EVENT_NAME",
     "release/1"},
    {"GITHUB_EVENT_NAME=pull_request_review_comment", "GITHUB_EVENT_NAME", NULL},
    {"GITHUB_EVENT_NAME=merge_group GITHUB_REF=refs/heads/gh-readonly-queue/a/main/pr-7-0123abc",
     "GITHUB_EVENT_NAME", "a/main"},
    {"GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/gh-readonly-queue/main/pr-7-0123abc",
     "GITHUB_REF", "main"},
    {"GITHUB_EVENT_NAME=workflow_run GITHUB_REF=refs/heads/main", "GITHUB_EVENT_NAME", NULL},
    {"GITHUB_EVENT_NAME=issue_comment", "GITHUB_EVENT_NAME", NULL},
    {"GITHUB_EVENT_NAME=some_event_to_come", "GITHUB_EVENT_NAME", NULL},
    {"GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/topic GITHUB_BASE_REF=", NULL, NULL},
    {"GITHUB_EVENT_NAME=schedule", NULL, NULL},
    {"GITHUB_EVENT_NAME=workflow_dispatch", NULL, NULL},
    {"CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main",
     "CI_PIPELINE_SOURCE", "main"},
    {"CI_PIPELINE_SOURCE=parent_pipeline CI_MERGE_REQUEST_ID=7", "CI_MERGE_REQUEST_ID", NULL},
    {"CI_PIPELINE_SOURCE=external_pull_request_event "
     "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME=main",
     "CI_PIPELINE_SOURCE", "main"},
    {"CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_OPEN_MERGE_REQUESTS=a/b!1", NULL, NULL},
    {"CI_PIPELINE_SOURCE=schedule", NULL, NULL},
    {"BITBUCKET_PR_ID=7 BITBUCKET_PR_DESTINATION_BRANCH=main", "BITBUCKET_PR_ID", "main"},
    {"BITBUCKET_BRANCH=main", NULL, NULL},
    {"JENKINS_URL=x CHANGE_ID=7 CHANGE_TARGET=main", "CHANGE_ID", "main"},
    {"JENKINS_URL=x CHANGE_TARGET=main", NULL, NULL},
    {"ghprbPullId=7 ghprbTargetBranch=main", "ghprbPullId", "main"},
    {"gitlabMergeRequestIid=7 gitlabTargetBranch=main", "gitlabMergeRequestIid", "main"},
    {"BUILD_REASON=PullRequest SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main", "BUILD_REASON",
     "main"},
    {"BUILD_REASON=IndividualCI", NULL, NULL},
    {"CIRCLE_PULL_REQUEST=https://example.org/pull/7", "CIRCLE_PULL_REQUEST", NULL},
    {"CIRCLE_BRANCH=main", NULL, NULL},
    {"DRONE_BUILD_EVENT=pull_request DRONE_TARGET_BRANCH=main", "DRONE_BUILD_EVENT", "main"},
    {"DRONE_BUILD_EVENT=push DRONE_TARGET_BRANCH=topic", NULL, NULL},
    {"CI_PIPELINE_EVENT=pull_request_metadata CI_COMMIT_TARGET_BRANCH=main", "CI_PIPELINE_EVENT",
     "main"},
    {"CI_PIPELINE_EVENT=push", NULL, NULL},
    {"BUILDKITE_PULL_REQUEST=7 BUILDKITE_PULL_REQUEST_BASE_BRANCH=main", "BUILDKITE_PULL_REQUEST",
     "main"},
    {"BUILDKITE_PULL_REQUEST=false BUILDKITE_MERGE_QUEUE_BASE_BRANCH=main",
     "BUILDKITE_MERGE_QUEUE_BASE_BRANCH", "main"},
    {"BUILDKITE_PULL_REQUEST=false BUILDKITE_PULL_REQUEST_BASE_BRANCH=", NULL, NULL},
    {"TRAVIS_EVENT_TYPE=pull_request TRAVIS_BRANCH=main", "TRAVIS_EVENT_TYPE", "main"},
    {"TRAVIS_EVENT_TYPE=push TRAVIS_PULL_REQUEST=false TRAVIS_BRANCH=topic", NULL, NULL},
    {"APPVEYOR_PULL_REQUEST_NUMBER=7 APPVEYOR_REPO_BRANCH=main", "APPVEYOR_PULL_REQUEST_NUMBER",
     "main"},
    {"CIRRUS_PR=7 CIRRUS_BASE_BRANCH=main", "CIRRUS_PR", "main"},
    {"SEMAPHORE_GIT_PR_NUMBER=7 SEMAPHORE_GIT_BRANCH=main", "SEMAPHORE_GIT_PR_NUMBER", "main"},
    {"CODEBUILD_WEBHOOK_EVENT=PULL_REQUEST_CREATED CODEBUILD_WEBHOOK_BASE_REF=refs/heads/main",
     "CODEBUILD_WEBHOOK_EVENT", "main"},
    {"CODEBUILD_WEBHOOK_EVENT=PUSH", NULL, NULL},
    {"BITRISE_PULL_REQUEST=7 BITRISEIO_GIT_BRANCH_DEST=main", "BITRISE_PULL_REQUEST", "main"},
    {"BITRISE_PULL_REQUEST= BITRISE_GIT_BRANCH=main", NULL, NULL},
    {"CM_PULL_REQUEST=true CM_PULL_REQUEST_DEST=main", "CM_PULL_REQUEST", "main"},
    {"CM_PULL_REQUEST=false CM_BRANCH=main", NULL, NULL},
    {"JOB_TYPE=presubmit PULL_NUMBER=7 PULL_BASE_REF=main", "PULL_NUMBER", "main"},
    {"JOB_TYPE=batch PULL_BASE_REF=main", "JOB_TYPE", "main"},
    {"JOB_TYPE=postsubmit PULL_BASE_REF=main", NULL, NULL},
    {"NETLIFY=true PULL_REQUEST=true REVIEW_ID=7", "PULL_REQUEST", NULL},
    {"NETLIFY=true PULL_REQUEST=false", NULL, NULL},
    {"VERCEL_GIT_PULL_REQUEST_ID=7", "VERCEL_GIT_PULL_REQUEST_ID", NULL},
    {"VERCEL=1 VERCEL_GIT_PULL_REQUEST_ID=", NULL, NULL},
    {"IS_PULL_REQUEST=true", "IS_PULL_REQUEST", NULL},
    {"IS_PULL_REQUEST=false", NULL, NULL},
    {"CI=true", NULL, NULL},
    {"", NULL, NULL},
};

static void a_change_is_known_by_its_variables(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) environment = g_strsplit(rows[i].environment, " ", -1);
        PipelineChange change = {0};
        if (pipeline_is_change(environment, &change) != (rows[i].sign != NULL) ||
            g_strcmp0(change.variable, rows[i].sign) != 0)
            fail_msg("%s: %s", rows[i].environment, change.variable ? change.variable : "no sign");
    }
}

static void the_branch_that_it_is_meant_for_is_known(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) environment = g_strsplit(rows[i].environment, " ", -1);
        const char *variable = NULL;
        g_autofree char *base = pipeline_base(environment, &variable);
        if (g_strcmp0(base, rows[i].base) != 0 || (base != NULL) != (variable != NULL))
            fail_msg("%s: %s", rows[i].environment, base ? base : "no base");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_known_by_its_variables),
        cmocka_unit_test(the_branch_that_it_is_meant_for_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Records the first migrations of a database as applied. */

#include "cmd/apply_view.h"
#include "cmd/cmd.h"
#include "cmd/report_options.h"

static bool run(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    if (!apply_view_init(&view, invocation, "baseline", "recorded", error))
        return false;
    apply_view_note_commit(&view);
    ApplyResult result = {0};
    GError *failed = NULL;
    baseline_run(&view.options, view.history, invocation_argument(invocation, 0), &view.events,
                 &result, &failed);
    return apply_view_finish(&view, &result, failed, error);
}

const Verb verb_baseline = {
    .name = "baseline",
    .summary = "record migrations as applied without running them",
    .description =
        "For a database that is older than its ledger: records every migration up to VERSION as "
        "applied. Changes nothing else. 'migrate drift' shows whether it is true.",
    .arguments = "VERSION",
    .options = (const Option[]){OPTION_YES, OPTION_POOLER, OPTION_FORMAT, REPORT_OPTION(NULL), {0}},
    .exits = (const VerbExit[]){{FAIL_DECISION, "a protected environment was not confirmed"},
                                {FAIL_LOCKED, "another run had the lock for too long"},
                                {0}},
    .examples = (const VerbExample[]){{"migrate baseline 20240131120000 --env production",
                                       "production has everything up to there"},
                                      {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_EVENTS,
    .run = run,
};

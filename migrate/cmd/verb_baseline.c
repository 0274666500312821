/* Records the first migrations of a database as applied. */

#include "cmd/apply_view.h"
#include "cmd/cmd.h"
#include "cmd/report_options.h"

static bool run(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    if (!apply_view_init(&view, invocation, ENDPOINT_EXISTING, "baseline", "recorded", error))
        return false;
    apply_view_note_commit(&view);
    if (!apply_view_take_ledger(&view, error))
        return false;
    const char *version = invocation_argument(invocation, 0);
    if (!version == !view.options.from_ledger) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "say up to which VERSION, or --from-ledger: one of the two");
        return false;
    }
    ApplyResult result = {0};
    GError *failed = NULL;
    baseline_run(&view.options, view.history, version, &view.events, &result, &failed);
    return apply_view_finish(&view, &result, failed, error);
}

const Verb verb_baseline = {
    .name = "baseline",
    .summary = "record migrations as applied without running them",
    .description =
        "For a database that is older than its ledger: records every migration up to VERSION as "
        "applied. Changes nothing else. 'migrate drift' shows whether it is true.\n\n"
        "With --from-ledger those that the ledger of another tool has, such as Prisma's: each file "
        "has to be the one that was applied, and none may have failed. 'migrate help ledger' lists "
        "the tools.",
    .arguments = "[VERSION]",
    .options = (const Option[]){OPTION_FROM_LEDGER,
                                OPTION_ALLOW_EDITED,
                                OPTION_YES,
                                OPTION_POOLER,
                                OPTION_FORMAT,
                                REPORT_OPTION(NULL),
                                {0}},
    .exits = (const VerbExit[]){{FAIL_DECISION, "a protected environment was not confirmed, or the "
                                                "other ledger cannot be taken over as it is"},
                                {FAIL_LOCKED, "another run had the lock for too long"},
                                {0}},
    .examples =
        (const VerbExample[]){
            {"migrate baseline 20240131120000 --env production",
             "production has everything up to there"},
            {"migrate baseline --from-ledger --env production",
             "production has what Prisma's ledger says"},
            {"migrate baseline 20240131120000 --env staging --yes", "in a pipeline"},
            {"migrate baseline --from-ledger=_prisma_migrations --env production",
             "where several tools have a table"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_EVENTS,
    .run = run,
};

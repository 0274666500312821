/* Reverts applied migrations. */

#include "cmd/cmd.h"
#include "cmd/plan_view.h"
#include "cmd/report_options.h"

/* ApplyEvents.plan */
static void on_plan(const GPtrArray *chosen, void *data) {
    const ApplyView *view = data;
    if (view->options.dry_run)
        plan_view_show(view, chosen, true);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    if (!apply_view_init(&view, invocation, ENDPOINT_EXISTING, "down", "reverted", error))
        return false;
    const char *to = invocation_string(invocation, "to");
    view.options.dry_run = invocation_flag(invocation, "dry-run");
    view.statements = view.options.dry_run;
    view.events.plan = on_plan;
    view.options.adopt = invocation_flag(invocation, "adopt");
    const Migration *last = to ? history_find(view.history, to) : NULL;
    if (to && !last && g_strcmp0(to, "0") != 0) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s has no migration %s (0 means before the first one)", view.history->folder,
                    to);
        return false;
    }
    ApplyResult result = {0};
    GError *failed = NULL;
    down_run(&view.options, view.history, last ? last->version : to, &view.events, &result,
             &failed);
    return apply_view_finish(&view, &result, failed, error);
}

const Verb verb_down = {
    .name = "down",
    .summary = "revert the last migration, or all after a version",
    .description = "Runs the down.sql of applied migrations, newest first, each in one transaction "
                   "together with the removal of its row from the ledger. One with '-- migrate: "
                   "no-transaction' records every statement, and resumes where an interrupted run "
                   "stopped. Without --to, reverts only the last migration. What a down.sql drops "
                   "is lost: on a database with data, write a new migration instead.",
    .options =
        (const Option[]){
            {"to", 0, OPTION_STRING, "VERSION",
             .help = "revert everything after this migration; 0: everything"},
            {"dry-run", 'n', OPTION_FLAG,
             .help = "check everything, print the SQL as it will run, stop"},
            OPTION_YES,
            OPTION_ADOPT,
            OPTION_POOLER,
            OPTION_LOCK_TIMEOUT,
            OPTION_FORMAT,
            REPORT_OPTION(NULL),
            {0},
        },
    .exits =
        (const VerbExit[]){
            {FAIL_FINDINGS, "a statement of a migration failed"},
            {FAIL_DECISION, "a decision is needed, or a protected environment was not confirmed"},
            {FAIL_LOCKED, "another run or another session held a lock for too long"},
            {0},
        },
    .examples =
        (const VerbExample[]){
            {"migrate down", "undo the last migration"},
            {"migrate down --to 20240131120000 --dry-run", "what would be reverted"},
            {"migrate down --to 0 --yes", "everything, on a database of your own"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_EVENTS,
    .run = run,
};

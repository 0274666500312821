/* Records whether a partly applied migration counts as applied. */

#include "cmd/apply_view.h"
#include "cmd/cmd.h"
#include "cmd/report_options.h"

static bool run(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    bool applied = invocation_flag(invocation, "applied");
    const char *reason = invocation_string(invocation, "reason");
    if (applied == invocation_flag(invocation, "not-applied") || !reason) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "give the outcome and how you know it: --applied --reason TEXT, or "
                            "--not-applied --reason TEXT");
        return false;
    }
    if (!apply_view_init(&view, invocation, "resolve", "recorded as applied", error))
        return false;
    apply_view_note_commit(&view);
    if (!applied)
        view.done = "recorded as not applied; the next 'migrate apply' runs it from its start";
    ApplyResult result = {0};
    GError *failed = NULL;
    resolve_run(&view.options, view.history, invocation_argument(invocation, 0), applied, reason,
                &view.events, &result, &failed);
    return apply_view_finish(&view, &result, failed, error);
}

const Verb verb_resolve = {
    .name = "resolve",
    .summary = "mark a partly applied migration as applied or not applied",
    .description =
        "When a run is interrupted in a statement outside a transaction, and nothing in the "
        "database shows whether that statement took effect, 'migrate apply' stops with status 4 "
        "and a person has to look. --applied: the whole migration took effect. --not-applied: none "
        "of it did, or it was undone by hand. The reason is recorded in the ledger.",
    .arguments = "VERSION",
    .options =
        (const Option[]){
            {"applied", 0, OPTION_FLAG, .help = "the whole migration took effect",
             .excludes = "not-applied"},
            {"not-applied", 0, OPTION_FLAG, .help = "none of it did, or it was undone",
             .excludes = "applied"},
            {"reason", 0, OPTION_STRING, "TEXT", .help = "how you know"},
            OPTION_YES,
            OPTION_FORMAT,
            REPORT_OPTION(NULL),
            {0},
        },
    .exits = (const VerbExit[]){{FAIL_LOCKED, "another run had the lock for too long"}, {0}},
    .examples =
        (const VerbExample[]){
            {"migrate resolve 20240131120000 --applied --reason 'the rows are all there'", NULL},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .run = run,
};

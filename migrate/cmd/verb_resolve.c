/* Records what a person knows about a migration: how a partly applied one ended, or that an edit of
 * an applied one is accepted. */

#include "cmd/apply_view.h"
#include "cmd/cmd.h"
#include "cmd/report_options.h"

typedef struct {
    const char *option, *done;
    Resolution resolution;
} Outcome;

static const Outcome outcomes[] = {
    {"applied", "recorded as applied", RESOLVE_APPLIED},
    {"not-applied", "recorded as not applied; the next 'migrate apply' runs it from its start",
     RESOLVE_NOT_APPLIED},
    {"accept-edit", "has its edit accepted", RESOLVE_EDIT},
};

/* NULL: none was given, or several. */
static const Outcome *outcome_of(const Invocation *invocation) {
    const Outcome *found = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        if (!invocation_flag(invocation, outcomes[i].option))
            continue;
        if (found)
            return NULL;
        found = &outcomes[i];
    }
    return found;
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    const Outcome *outcome = outcome_of(invocation);
    const char *reason = invocation_string(invocation, "reason");
    if (!outcome || !reason) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                            "give the outcome and how you know it: --applied --reason TEXT, "
                            "--not-applied --reason TEXT, or --accept-edit --reason TEXT");
        return false;
    }
    if (!apply_view_init(&view, invocation, ENDPOINT_EXISTING, "resolve", outcome->done, error))
        return false;
    apply_view_note_commit(&view);
    ApplyResult result = {0};
    GError *failed = NULL;
    resolve_run(&view.options, view.history, invocation_argument(invocation, 0),
                outcome->resolution, reason, &view.events, &result, &failed);
    return apply_view_finish(&view, &result, failed, error);
}

const Verb verb_resolve = {
    .name = "resolve",
    .summary = "mark a migration as applied or not applied, or accept its edit",
    .description =
        "When a run is interrupted in a statement outside a transaction, and nothing in the "
        "database shows whether that statement took effect, 'migrate apply' stops with status 4 "
        "and a person has to look. --applied: the whole migration took effect. --not-applied: none "
        "of it did, or it was undone by hand.\n\n"
        "When a migration was edited after it had been applied, 'migrate apply' stops, too, unless "
        "only comments, blanks or line ends changed. --accept-edit: this database has what the "
        "file says now, so that this text stands for the one that was applied. Another edit has to "
        "be accepted again.\n\n"
        "The reason is recorded in the ledger.",
    .arguments = "VERSION",
    .options =
        (const Option[]){
            {"applied", 0, OPTION_FLAG, .help = "the whole migration took effect",
             .excludes = "not-applied"},
            {"not-applied", 0, OPTION_FLAG, .help = "none of it did, or it was undone",
             .excludes = "applied"},
            {"accept-edit", 0, OPTION_FLAG, .help = "the edit of an applied migration is accepted"},
            {"reason", 0, OPTION_STRING, "TEXT", .help = "how you know"},
            OPTION_YES,
            OPTION_POOLER,
            OPTION_FORMAT,
            REPORT_OPTION(NULL),
            {0},
        },
    .exits = (const VerbExit[]){{FAIL_LOCKED, "another run had the lock for too long"}, {0}},
    .examples =
        (const VerbExample[]){
            {"migrate resolve 20240131120000 --applied --reason 'the rows are all there'", NULL},
            {"migrate resolve 20240131120000 --not-applied --reason 'cancelled'",
             "it is executed again"},
            {"migrate resolve 20240131120000 --accept-edit --reason 'added by hand'",
             "this one text"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .answer = ANSWERS_EVENTS,
    .run = run,
};

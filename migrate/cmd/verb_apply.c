/* migrate apply: applies pending migrations. */

#include "cmd/apply_options.h"
#include "cmd/cmd.h"
#include "cmd/plan_view.h"
#include "cmd/report_options.h"
#include "cmd/services.h"
#include "cmd/tenants.h"
#include "compare/drift.h"

/* ApplyEvents.plan */
static void on_plan(const GPtrArray *pending, void *data) {
    ApplyView *view = data;
    if (view->options.dry_run)
        plan_view_show(view, pending, false);
    if (!view->options.dry_run && (pending->len > 0 || view->options.adopt))
        apply_view_note_commit(view);
}

/* ApplyEvents.drift */
static bool on_drift(Pg *pg, const Guard *guard, const Ledger *ledger, Findings *findings,
                     void *data, GError **error) {
    ApplyView *view = data;
    return drift_findings(&view->project, view->history, ledger, pg, guard, findings, error);
}

/* As on scratch, missing roles that the migrations name are created in the embedded database. */
static bool apply_all(const ApplyView *view, ApplyResult *result, GError **error) {
    for (guint before = 0;;) {
        GError *failed = NULL;
        bool fine = apply_run(&view->options, view->history, &view->events, result, &failed);
        before = result->applied += before;
        if (fine || !endpoint_add_role(&view->endpoint, failed)) {
            if (!fine)
                g_propagate_error(error, failed);
            return fine;
        }
        g_clear_error(&failed);
    }
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(ApplyView) view = {0};
    if (!apply_view_init(&view, invocation, ENDPOINT_MAKE, "apply", "applied", error) ||
        !apply_options_take(&view, error))
        return false;
    view.events.plan = on_plan;
    view.events.drift = on_drift;
    ApplyResult result = {0};
    GError *failed = NULL;
    apply_all(&view, &result, &failed);
    return apply_view_finish(&view, &result, failed, error);
}

const Verb verb_apply = {
    .name = "apply",
    .summary = "apply the pending migrations to a database",
    .description =
        "Applies the migrations that the database's ledger does not have yet, in order. Each "
        "migration is one transaction together with its row in the ledger, so it is applied once "
        "or not at all, whatever crashes in between. A migration with '-- migrate: no-transaction' "
        "records every statement and resumes where an interrupted run stopped.\n\n"
        "Before anything runs, all problems are reported together: edited, missing or reordered "
        "migrations, a standby, a transaction pooler, a database that is not the one its ledger "
        "was made for, statements that a migration may not contain. A hint names large tables that "
        "will be rewritten or get an index, and the disk space that takes.\n\n"
        "Where the database has all migrations of this checkout and newer ones, as after a "
        "rollback, there is nothing to do, and that is said.\n\n"
        "A statement waits for a lock for at most apply.lock_timeout; then the whole migration is "
        "rolled back and tried again, so that sessions queued behind it get their turn.\n\n"
        "A database that another tool migrated so far is refused, with what its ledger has; "
        "--from-ledger takes that over and goes on from there: 'migrate help ledger'.",
    .options =
        (const Option[]){
            {"to", 0, OPTION_STRING, "VERSION", .help = "the last migration to apply"},
            {"dry-run", 'n', OPTION_FLAG, .help = "check everything, list what is pending, stop"},
            {"plan", 0, OPTION_FLAG,
             .help = "the same, and print the SQL as it will run, without passwords"},
            OPTION_YES,
            {"allow-out-of-order", 0, OPTION_FLAG,
             .help = "also apply migrations that are older than the newest applied one"},
            {"single-transaction", 0, OPTION_FLAG,
             .help = "apply all that is pending in one transaction, or nothing"},
            {"strict", 0, OPTION_FLAG,
             .help = "refuse when the database has newer migrations than this checkout"},
            {"check-drift", 0, OPTION_FLAG, .help = "refuse when the database has drifted"},
            OPTION_FROM_LEDGER,
            OPTION_ALLOW_EDITED,
            OPTION_ADOPT,
            {"allow-version", 0, OPTION_FLAG,
             .help = "go on with a server version that is not supported"},
            OPTION_POOLER,
            OPTION_LOCK_TIMEOUT,
            {"lock-wait", 0, OPTION_STRING, "DURATION",
             .help = "how long to keep trying for locks, in total", .config = "apply.lock_wait"},
            {"statement-timeout", 0, OPTION_STRING, "DURATION",
             .help = "how long a statement may run", .config = "apply.statement_timeout"},
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
            {"migrate apply --env production --dry-run", "what a promotion would do"},
            {"migrate apply --env production --yes", "the promotion, in a pipeline"},
            {"migrate apply --env production --plan", "the SQL as it will run"},
            {"migrate apply --to 20240131120000 --single-transaction",
             "all up to a version, or none"},
            {0},
        },
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET | VERB_SCRATCH | VERB_IN_ORDER | VERB_TENANTS | VERB_CHANGES_TENANTS,
    .answer = ANSWERS_EVENTS,
    .run = run,
    .run_services = services_run,
    .run_tenants = tenants_apply,
};

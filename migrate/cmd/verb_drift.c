/* migrate drift: detects drift in a live database. */
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/draft_view.h"
#include "cmd/drift_view.h"
#include "cmd/outline.h"
#include "cmd/report_options.h"
#include "cmd/services.h"
#include "cmd/tenants.h"
#include <string.h>

static bool is_asked(const Invocation *invocation, const char *option) {
    return invocation_flag(invocation, option) || *invocation_list(invocation, option);
}

static const char *name_of(const Invocation *invocation, const char *option, const char *fallback) {
    const char *const *names = invocation_list(invocation, option);
    return *names ? *names : fallback;
}

static bool for_program(const Invocation *invocation) {
    return g_strcmp0(invocation_string(invocation, "format"), "json") == 0;
}

static bool write_wanted(Drift *drift, const Invocation *invocation, GError **error) {
    if (is_asked(invocation, "repair"))
        return drift_write_repair(drift, invocation, name_of(invocation, "repair", "repair_drift"),
                                  error);
    return drift_write_adoption(drift, invocation, name_of(invocation, "adopt", "adopt_drift"),
                                error);
}

static bool print(Drift *drift, const Invocation *invocation, GError **error) {
    bool for_people = !for_program(invocation) && !*invocation_list(invocation, "report");
    if (!invocation_flag(invocation, "summary")) {
        bool found = findings_count(drift->findings, SEVERITY_ERROR) > 0;
        bool done = drift_report(drift, invocation, found ? FAIL_FINDINGS : 0, error);
        if (done && for_people && drift->drifted && !drift->reason)
            term_print(stderr, "note: --repair writes a migration that undoes this, --adopt one "
                               "that adds it to the history\n");
        return done;
    }
    if (drift->reason) {
        g_autofree char *reason = term_escape(drift->reason, false);
        term_print(stderr, "note: the summary is not available: %s\n", reason);
    } else if (drift->drifted)
        outline_print(&drift->sides.draft);
    return true;
}

/* A migration continues the history, whatever the schema says. */
static bool goes_by_history(const Invocation *invocation, bool writes, GError **error) {
    if (!writes || g_strcmp0(invocation_string(invocation, "to"), "schema") != 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE,
                        "--repair and --adopt write migrations, which go by the history; leave out "
                        "--to schema");
    return false;
}

/* What a database is compared with where the schema is all there is; NULL: there is a history, or
 * has to be one. */
static const char *without_history(const Project *project, bool writes) {
    return *project->names.migrations || writes ? NULL : "schema";
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    g_auto(Drift) drift = {0};
    bool writes = is_asked(invocation, "repair") || is_asked(invocation, "adopt");
    const DraftOptions options = draft_options(invocation, writes);
    const char *to = invocation_string(invocation, "to");
    if (!goes_by_history(invocation, writes, error) ||
        !project_open(&project, invocation_config(invocation), error) ||
        !drift_find(&drift, &project, to ? to : without_history(&project, writes), &options, writes,
                    error))
        return false;
    if (writes && drift.drifted)
        return write_wanted(&drift, invocation, error) &&
               (!for_program(invocation) || drift_report(&drift, invocation, 0, error));
    if (!print(&drift, invocation, error))
        return false;
    if (findings_count(drift.findings, SEVERITY_ERROR) == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}

const Verb verb_drift = {
    .name = "drift",
    .summary = "detect drift in a live database",
    .description =
        "Executes the applied migrations (as the database's ledger lists them) on a scratch server "
        "and compares the result with the catalogs of the database. Without a ledger that can be "
        "read, the database is compared with the whole history, and the report says so; --to "
        "VERSION compares it with the history up to VERSION instead, --to schema with the files of "
        "the schema. Objects under [ignore], "
        "members of extensions and the ledgers of migration tools are left out.\n\n"
        "Only the catalogs and the ledger are read, never a table; a standby will do, and a role "
        "without any privileges. The scratch server has the database's major version where that is "
        "installed; otherwise the database's schema is rebuilt on another version first, and what "
        "cannot be rebuilt is refused.\n\n"
        "--repair writes a migration that undoes the changes made by hand. It recognises this one "
        "database by its identity and does nothing in any other, so it can stay in the history. "
        "--adopt writes a migration that adds the changes to the history, and prints what the "
        "schema lacks; in this database, record it with 'migrate resolve VERSION --applied' "
        "instead of running it.",
    .options =
        (const Option[]){
            {"to", .kind = OPTION_STRING, .argument = "VERSION",
             .help = "compare with the history up to VERSION, or with the schema: --to schema"},
            {"repair", .kind = OPTION_OPTIONAL, .argument = "NAME",
             .help = "write a migration that undoes the drift", .excludes = "adopt"},
            {"adopt", .kind = OPTION_OPTIONAL, .argument = "NAME",
             .help = "write a migration that adds the drift to the history", .excludes = "repair"},
            ALLOW_DATA_LOSS_OPTION,
            DRAFT_OPTIONS,
            {"summary", .kind = OPTION_FLAG, .help = "print a tree of what changed"},
            REPORT_OPTIONS("summary"),
            {0},
        },
    .exits =
        (const VerbExit[]){
            {1, "the database drifted"},
            {4,
             "a decision is needed: data would be lost, or a rename is not stated or not possible"},
            {0}},
    .examples =
        (const VerbExample[]){
            {"migrate drift --env production", "before a promotion"},
            {"migrate drift --env production --repair", "undo what was done by hand"},
            {"migrate drift --report github --report junit:drift.xml", "every night, in CI"},
            {"migrate drift --env production --to schema", "with the files instead of the history"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET | VERB_SCRATCH | VERB_TENANTS,
    .answer = ANSWERS_REPORT,
    .run = run,
    .run_services = services_run,
    .run_tenants = tenants_drift,
};

/* migrate drift: whether a database is still what its migrations made it. */
#include "base/term.h"
#include "cmd/cmd.h"
#include "cmd/draft_view.h"
#include "cmd/drift_view.h"
#include "cmd/outline.h"
#include "cmd/report_options.h"
#include <string.h>

static bool is_asked(const Invocation *invocation, const char *option) {
    return invocation_flag(invocation, option) || *invocation_list(invocation, option);
}

static const char *name_of(const Invocation *invocation, const char *option, const char *fallback) {
    const char *const *names = invocation_list(invocation, option);
    return *names ? *names : fallback;
}

static bool write_wanted(Drift *drift, const Invocation *invocation, GError **error) {
    if (is_asked(invocation, "repair"))
        return drift_write_repair(drift, invocation, name_of(invocation, "repair", "repair_drift"),
                                  error);
    return drift_write_adoption(drift, invocation, name_of(invocation, "adopt", "adopt_drift"),
                                error);
}

static bool print(Drift *drift, const Invocation *invocation, GError **error) {
    bool for_people = g_strcmp0(invocation_string(invocation, "format"), "json") != 0 &&
                      !*invocation_list(invocation, "report");
    if (!invocation_flag(invocation, "summary")) {
        bool done = drift_report(drift, invocation, error);
        if (done && for_people && drift->drifted && !drift->reason)
            term_print(stderr, "note: --repair writes a migration that undoes this, --adopt one "
                               "that takes it over\n");
        return done;
    }
    if (drift->reason) {
        g_autofree char *reason = term_escape(drift->reason, false);
        term_print(stderr, "note: the outline is not known: %s\n", reason);
    } else if (drift->drifted)
        outline_print(&drift->adoption);
    return true;
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Project) project = {0};
    g_auto(Drift) drift = {0};
    bool writes = is_asked(invocation, "repair") || is_asked(invocation, "adopt");
    const DraftOptions options = drafting_options(invocation, writes);
    if (!project_open(&project, invocation_config(invocation), error) ||
        !drift_find(&drift, &project, invocation_string(invocation, "to"), &options, writes, error))
        return false;
    if (writes && drift.drifted)
        return write_wanted(&drift, invocation, error);
    if (!print(&drift, invocation, error))
        return false;
    if (findings_count(drift.findings, SEVERITY_ERROR) == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
    return false;
}

const Verb verb_drift = {
    .name = "drift",
    .summary = "say whether a database is what its migrations made it",
    .description = "Executes the migrations that the database's ledger says were applied on a "
                   "scratch server, reads the catalogs of the "
                   "database and compares. Without a ledger, or with one that may not be read, the "
                   "whole history is compared, and said so; --to "
                   "VERSION compares with the history up to VERSION, whatever the ledger says. "
                   "What [ignore] names, members of "
                   "extensions, and the ledgers of migration tools are left out.\n\n"
                   "The database is only read: its catalogs and the ledger, never a table; a "
                   "standby and a role without any "
                   "privilege will do. The scratch server has the database's major version where "
                   "that is installed; else the database's "
                   "schema is first rebuilt on the one there is, and what cannot be is refused.\n\n"
                   "--repair writes a migration that undoes what was changed by hand. It knows "
                   "this one database by its identity and does "
                   "nothing anywhere else, so that it can lie in the history. --adopt writes a "
                   "migration that does to the history what was done "
                   "by hand, and says what the schema lacks; in this database it is recorded "
                   "instead of run, with "
                   "'migrate resolve VERSION --applied'.",
    .options =
        (const Option[]){
            {"to", .kind = OPTION_STRING, .argument = "VERSION",
             .help = "compare with the history up to VERSION"},
            {"repair", .kind = OPTION_OPTIONAL, .argument = "NAME",
             .help = "write a migration that brings the database back", .excludes = "adopt"},
            {"adopt", .kind = OPTION_OPTIONAL, .argument = "NAME",
             .help = "write a migration that brings the history to the database",
             .excludes = "repair"},
            ALLOW_DATA_LOSS_OPTION,
            DRAFTING_OPTIONS,
            {"summary", .kind = OPTION_FLAG, .help = "print a tree of what changed"},
            REPORT_OPTIONS("summary"),
            {0},
        },
    .exits =
        (const VerbExit[]){
            {1, "the database drifted"},
            {4,
             "a person must decide: data would be lost, or a rename is not stated or not possible"},
            {0}},
    .examples =
        (const VerbExample[]){
            {"migrate drift --env production", "before a promotion"},
            {"migrate drift --env production --repair", "undo what was done by hand"},
            {"migrate drift --report github --report junit:drift.xml", "every night, in CI"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET | VERB_SCRATCH,
    .run = run,
};

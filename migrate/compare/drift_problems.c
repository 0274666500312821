/* Drift as problems, for the commands that look for it beside something else. */
#include "compare/drift.h"

Source *applied_source(const History *history, const Ledger *ledger) {
    Source *source = g_new0(Source, 1);
    source->type = SOURCE_MIGRATIONS;
    source->label = g_strdup("the applied migrations");
    source->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        const LedgerRow *row = ledger == NULL ? NULL : ledger_find(ledger, migration->version);
        if (ledger == NULL || (row != NULL && ledger_is_applied(row)))
            g_ptr_array_add(source->scripts,
                            script_new(migration->path, migration->text, migration->transactional));
    }
    return source;
}

static void add_problem(Problems *problems, const Finding *finding) {
    Failure failure = finding->severity == SEVERITY_ERROR ? FAIL_DECISION : FAIL_FINDINGS;
    g_auto(GStrv) why = g_strsplit(finding->why == NULL ? "" : finding->why, "\n", -1);
    g_autofree char *details = g_strjoinv("; ", why);
    problems_add(problems, finding->code, failure, "%s%s%s%s", finding->message,
                 *details == '\0' ? "" : " (", details, *details == '\0' ? "" : ")")
        ->fix = g_strdup(finding->fix);
}

bool drift_problems(Project *project, const History *history, const Ledger *ledger,
                    const char *conninfo, Problems *problems, GError **error) {
    g_auto(Drift) drift = {.sides = {.project = project, .from = applied_source(history, ledger)},
                           .findings = findings_new()};
    if (!live_open(&drift.live, conninfo, false, error) || !drift_compare(&drift, false, error)) {
        g_prefix_error(error, "while looking for drift: ");
        return false;
    }
    for (guint i = 0; i < drift.findings->len; i++)
        add_problem(problems, drift.findings->pdata[i]);
    if (drift.drifted) {
        Problem *last = problems->pdata[problems->len - 1];
        g_free(last->fix);
        last->fix = g_strdup("'migrate drift' shows it as SQL, and can undo it or take it over");
    }
    return true;
}

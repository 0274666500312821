/* Drift as findings, for the commands that look for it beside something else. */
#include "compare/drift.h"

#include "apply/newer.h"

Source *applied_source(const History *history, const Ledger *ledger) {
    Source *source = g_new0(Source, 1);
    source->type = SOURCE_MIGRATIONS;
    source->label = g_strdup("the applied migrations");
    source->scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    for (guint i = 0; i < history_count(history); i++) {
        const Migration *migration = history_at(history, i);
        const LedgerRow *row = ledger ? ledger_find(ledger, migration->key) : NULL;
        if (!ledger || (row && ledger_is_applied(row)))
            g_ptr_array_add(source->scripts,
                            script_new(migration->path, migration->text, migration->transactional));
    }
    return source;
}

/* That nothing can be told is no reason to stop. */
static bool newer_findings(const Project *project, const LedgerRow *last, Pg *pg,
                           Findings *findings, GError **error) {
    guint first = findings->len;
    bool drifted;
    if (!drift_newer(project, last, pg, findings, &drifted, error)) {
        g_prefix_error(error, "while looking for drift: ");
        return false;
    }
    for (guint i = first; i < findings->len; i++) {
        Finding *finding = findings->pdata[i];
        finding->failure = drifted ? FAIL_DECISION : 0;
        if (drifted)
            continue;
        finding->severity = SEVERITY_WARNING;
        finding->code = "drift-unchecked";
    }
    return true;
}

bool drift_findings(Project *project, const History *history, const Ledger *ledger, Pg *pg,
                    const Guard *guard, Findings *findings, GError **error) {
    guint count;
    if (ledger_newer(history, ledger, &count))
        return newer_findings(project, ledger->rows->pdata[ledger->rows->len - 1], pg, findings,
                              error);
    g_auto(Drift) drift = {.side = "history",
                           .sides = {.project = project, .from = applied_source(history, ledger)},
                           .findings = findings_new()};
    live_borrow(&drift.live, pg, guard);
    if (!drift_compare(&drift, false, error)) {
        g_prefix_error(error, "while looking for drift: ");
        return false;
    }
    for (guint i = 0; i < drift.findings->len; i++) {
        Finding *finding = drift.findings->pdata[i];
        if (finding->severity == SEVERITY_ERROR)
            finding->failure = FAIL_DECISION;
        findings_add_copy(findings, finding);
    }
    if (drift.drifted) {
        Finding *last = findings->pdata[findings->len - 1];
        g_free(last->fix);
        last->fix = g_strdup("'migrate drift' shows it as SQL, and can undo it or take it over");
    }
    return true;
}

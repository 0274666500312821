/* What the database's catalog is before a run and after it. */

#include "apply/drift_check.h"
#include "apply/fault_point.h"
#include "apply/session.h"
#include "catalog/fingerprint.h"
#include "sql.h"

/* NULL without an error when no fingerprints are wanted. */
static char *fingerprint(Run *run, GError **error) {
    if (!run->options->catalog)
        return NULL;
    g_autoptr(Catalog) catalog = catalog_load(run->pg, run->options->catalog, error);
    if (!catalog)
        return NULL;
    Sum sum = catalog_fingerprint(catalog);
    return sum_hex(&sum);
}

static void warn(const Run *run, const GError *error) {
    if (!error)
        return;
    g_autofree char *text =
        g_strdup_printf("the ledger has no fingerprint of the schema: %s", error->message);
    run_emit(run, (ApplyEvent){.type = APPLY_WARNING, .text = text});
}

void drift_before(Run *run) {
    g_autoptr(GError) error = NULL;
    g_free(run->schema_before);
    run->schema_before = fingerprint(run, &error);
    warn(run, error);
}

void drift_after(Run *run) {
    g_autoptr(GError) error = NULL;
    fault_point("fingerprint");
    /* The last migration may have left its own settings, which definitions are printed under. */
    bool pinned = run->options->catalog && run_reset(run, true, &error);
    g_autofree char *hex = pinned ? fingerprint(run, &error) : NULL;
    const char *const values[] = {hex};
    g_autoptr(Rows) rows = NULL;
    if (hex)
        rows = pg_query(run->pg, ledger_sql(SQL_schema_after), 1, values, &error);
    warn(run, error);
}

bool drift_check(Run *run, Findings *findings, GError **error) {
    if (!run->options->check_drift)
        return true;
    const LedgerRow *open = ledger_open_row(run->ledger);
    if (open) {
        findings_add(findings, "drift-unchecked", SEVERITY_WARNING,
                     "drift is not looked for, because %s is half done", open->label);
        return true;
    }
    return run->events->drift(run->pg, &run->guard, run->ledger, findings, run->events->data,
                              error);
}

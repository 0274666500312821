/* Drift of a database that has newer migrations than this checkout: they cannot be executed here,
 * so what is there is held against the fingerprint that the run which applied the last of them left
 * in the ledger. */
#include "compare/drift.h"

#include "apply/newer.h"
#include "catalog/fingerprint.h"
#include <string.h>

/* Why the ledger's fingerprint and one of today cannot be compared; NULL: they can. Caller frees.
 */
static char *incomparable(const LedgerRow *row, guint major) {
    if (!row->schema_after)
        return g_strdup("the ledger has no fingerprint of it");
    if (strcmp(row->tool_version, MIGRATE_VERSION) != 0)
        return g_strdup_printf("version %s of migrate took the fingerprint that the ledger has, "
                               "and this is %s",
                               row->tool_version, MIGRATE_VERSION);
    if (row->server_major != major)
        return g_strdup_printf("PostgreSQL %u ran when the fingerprint in the ledger was taken, "
                               "and now it is %u",
                               row->server_major, major);
    return NULL;
}

/* As apply reads it for the ledger. NULL on error. Caller frees. */
static char *fingerprint_of(const SourceNames *names, Pg *pg, GError **error) {
    const LoadOptions options = {names->owner, names->ignore, names->ignore_data, names->ledger};
    g_autoptr(Catalog) catalog = catalog_load(pg, &options, error);
    if (!catalog)
        return NULL;
    Sum sum = catalog_fingerprint(catalog);
    return sum_hex(&sum);
}

static void add_unknown(const char *label, const char *why, Findings *findings) {
    Finding *finding = findings_add(findings, "drift-unknown", SEVERITY_ERROR,
                                    "whether the database is as %s left it cannot be told: this "
                                    "checkout lacks newer migrations, and %s",
                                    label, why);
    finding->fix = g_strdup("look for drift with a checkout that has what was applied");
}

static void add_drift(const char *label, Findings *findings) {
    Finding *finding =
        findings_add(findings, "drift", SEVERITY_ERROR,
                     "the database is not as the run that applied %s left it", label);
    finding->object = g_strdup("database");
    finding->why = g_strdup("this checkout lacks newer migrations, so that what differs cannot be "
                            "told; other patterns under [ignore], or another owner, than that run "
                            "had look like this, too");
    finding->fix = g_strdup("look for drift with a checkout that has what was applied");
}

bool drift_newer(const Project *project, const LedgerRow *last, Pg *pg, Findings *findings,
                 bool *drifted, GError **error) {
    *drifted = false;
    g_autofree char *why = incomparable(last, pg_major(pg));
    if (why) {
        add_unknown(last->label, why, findings);
        return true;
    }
    g_autofree char *now = fingerprint_of(&project->names, pg, error);
    if (!now)
        return false;
    *drifted = strcmp(now, last->schema_after) != 0;
    if (*drifted)
        add_drift(last->label, findings);
    return true;
}

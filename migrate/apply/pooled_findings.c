#include "apply/pooled_findings.h"
#include "apply/leaves.h"
#include "history/directions.h"
#include "history/statement.h"

/* A snapshot from before the transaction has its lock would hide what another run has just applied.
 */
static Finding *check_isolation(const Statement *statement, Findings *findings) {
    if (!statement_matches(statement, "set transaction isolation level repeatable|serializable"))
        return NULL;
    Finding *finding = findings_refuse(
        findings, "pooler-isolation", FAIL_USAGE,
        "in that isolation a migration cannot be kept apart from other runs through a pooler");
    finding->fix = g_strdup("apply it over the server's own address");
    return finding;
}

static Finding *check_leaves(const Statement *statement, Findings *findings) {
    const Leaves *leaves = statement_leaves(statement);
    if (!leaves)
        return NULL;
    Finding *finding = findings_refuse(
        findings, "pooler-session", FAIL_USAGE,
        "%s would stay in a session that is somebody else's afterwards", leaves->what);
    finding->fix = g_strdup(leaves->fix);
    return finding;
}

static void check_statement(const char *path, const Statement *statement, Findings *findings) {
    Finding *finding = check_isolation(statement, findings);
    if (!finding)
        finding = check_leaves(statement, findings);
    if (finding)
        place_finding(finding, path, statement);
}

void pooled_check(const char *label, const char *path, bool transactional, const GArray *statements,
                  Findings *findings) {
    if (!transactional) {
        Finding *finding = findings_refuse(
            findings, "pooler-no-transaction", FAIL_ENVIRONMENT,
            "%s runs outside a transaction, which needs a session of its own", label);
        finding->fix = g_strdup("apply it over the server's own address");
        finding->file = g_strdup(path);
        return;
    }
    for (guint i = 0; i < statements->len; i++)
        check_statement(path, &g_array_index(statements, Statement, i), findings);
}

void pooled_findings(const GPtrArray *pending, Findings *findings) {
    for (guint i = 0; i < pending->len; i++) {
        const Migration *migration = pending->pdata[i];
        if (!migration->transactional &&
            directions_all_batched(migration->path, migration->text))
            continue;
        g_autoptr(GArray) statements = migration_statements(migration, NULL);
        if (statements || !migration->transactional)
            pooled_check(migration->label, migration->path, migration->transactional, statements,
                         findings);
    }
}

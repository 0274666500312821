/* One migration's text, as rules need it: its statements and what they do. */
#include "lint/rule.h"

#include "text/scan.h"

void lint_migration_free(gpointer data) {
    LintMigration *migration = data;
    g_clear_pointer(&migration->statements, g_array_unref);
    g_clear_pointer(&migration->facts, g_ptr_array_unref);
    g_clear_pointer(&migration->fact_statements, g_array_unref);
    g_clear_error(&migration->fault);
    g_free(migration);
}

static bool find_statements(LintMigration *migration, const char *text, gsize length) {
    Scanner scanner;
    Statement statement;
    ScanResult result = SCAN_ERROR;
    migration->statements = g_array_new(FALSE, FALSE, sizeof(Statement));
    if (scanner_init(&scanner, migration->file, text, length, &migration->fault))
        while ((result = scanner_next(&scanner, &statement, &migration->fault)) == SCAN_STATEMENT)
            g_array_append_val(migration->statements, statement);
    return result == SCAN_END;
}

static void find_facts(LintMigration *migration) {
    migration->facts = facts_new();
    migration->fact_statements = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < migration->statements->len; i++) {
        facts_add(migration->facts, &g_array_index(migration->statements, Statement, i));
        while (migration->fact_statements->len < migration->facts->len)
            g_array_append_val(migration->fact_statements, i);
    }
}

/* What is wrong at the head of the file, the history has found. */
void lint_read(LintMigration *migration) {
    if (migration->statements || !migration->migration->directives)
        return;
    gsize length;
    const char *text = g_bytes_get_data(migration->migration->text, &length);
    if (find_statements(migration, text ? text : "", length))
        find_facts(migration);
}

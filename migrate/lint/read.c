/* One migration's text, as rules need it: its directives, its statements and what they do. */
#include "lint/rule.h"

#include "history/migrations.h"
#include "history/statement.h"
#include "text/directive.h"
#include <stdlib.h>
#include <string.h>

static void directive_free(gpointer data) {
    Directive *directive = data;
    g_free(directive->word);
    g_free(directive->arguments);
    g_free(directive);
}

void lint_migration_free(gpointer data) {
    LintMigration *migration = data;
    g_free(migration->file);
    g_clear_pointer(&migration->text, g_bytes_unref);
    g_clear_pointer(&migration->directives, g_ptr_array_unref);
    g_clear_pointer(&migration->statements, g_array_unref);
    g_clear_pointer(&migration->facts, g_ptr_array_unref);
    g_clear_error(&migration->error);
    g_free(migration);
}

/* Messages of text/ begin with "file:line:column: ", which a finding says in its own way. */
static void take_place(LintMigration *migration) {
    char *message = migration->error->message;
    gsize length = strlen(migration->file);
    char *end;
    if (strncmp(message, migration->file, length) != 0 || message[length] != ':')
        return;
    guint line = (guint)strtoul(message + length + 1, &end, 10), column = 0;
    if (*end == ':' && g_ascii_isdigit(end[1]))
        column = (guint)strtoul(end + 1, &end, 10);
    if (*end == ':')
        end += 1 + strspn(end + 1, " ");
    else
        line = 0, column = 0, end = message + length + 1 + strspn(message + length + 1, " ");
    migration->error_line = line;
    migration->error_column = column;
    char *rest = g_strdup(end);
    g_free(message);
    migration->error->message = rest;
}

static bool find_directives(LintMigration *migration, const char *text, gsize length) {
    migration->directives =
        directives_find(migration->file, text, length, migration_directives, &migration->error);
    if (!migration->directives)
        return false;
    g_ptr_array_set_free_func(migration->directives, directive_free);
    for (guint i = 0; i < migration->directives->len; i++) {
        const Directive *directive = migration->directives->pdata[i];
        if (strcmp(directive->word, "no-transaction") == 0)
            migration->transactional = false;
    }
    return true;
}

static bool find_statements(LintMigration *migration, const char *text, gsize length) {
    Scanner scanner;
    Statement statement;
    ScanResult result = SCAN_ERROR;
    bool alone = true;
    migration->statements = g_array_new(FALSE, FALSE, sizeof(Statement));
    if (scanner_init(&scanner, migration->file, text, length, &migration->error))
        while ((result = scanner_next(&scanner, &statement, &migration->error)) == SCAN_STATEMENT) {
            alone = alone && statement_runs_alone(&statement);
            g_array_append_val(migration->statements, statement);
        }
    if (alone && migration->statements->len > 0 && result == SCAN_END)
        migration->transactional = false;
    return result == SCAN_END;
}

/* The history refuses a directive about the whole migration that stands further down. */
static bool check_placement(LintMigration *migration) {
    for (guint i = 0; migration->statements->len > 0 && i < migration->directives->len; i++) {
        const Directive *directive = migration->directives->pdata[i];
        const Statement *first = &g_array_index(migration->statements, Statement, 0);
        if (strcmp(directive->word, "allow") == 0 || directive->offset <= first->offset)
            continue;
        g_set_error(&migration->error, HISTORY_ERROR, FAIL_USAGE,
                    "'-- migrate: %s' speaks of the whole migration and has to stand above its "
                    "first statement (line %u)",
                    directive->word, first->line);
        migration->error_line = directive->line;
        migration->error_column = directive->column;
        return false;
    }
    return true;
}

static void find_facts(LintMigration *migration) {
    migration->facts = facts_new();
    for (guint i = 0; i < migration->statements->len; i++)
        facts_add(migration->facts, &g_array_index(migration->statements, Statement, i));
}

void lint_read(const Folder *folder, LintMigration *migration) {
    if (migration->text || migration->error)
        return;
    GBytes *bytes = folder_bytes(folder, migration->entry, &migration->error);
    migration->text =
        bytes ? layout_direction(folder->layout, bytes, false, &migration->transactional) : NULL;
    if (!migration->text)
        return;
    gsize length;
    const char *text = g_bytes_get_data(migration->text, &length);
    text = text ? text : "";
    if (find_directives(migration, text, length) && find_statements(migration, text, length) &&
        check_placement(migration))
        find_facts(migration);
    else if (migration->error_line == 0)
        take_place(migration);
}

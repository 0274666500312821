#include "apply/together_findings.h"

#include "text/tree.h"
#include <string.h>

/* A label that an earlier statement adds to an enum. */
typedef struct {
    char *type, *name;
    const Migration *migration;
} Label;

static void label_free(gpointer data) {
    Label *label = data;
    g_free(label->type);
    g_free(label->name);
    g_free(label);
}

typedef struct {
    GPtrArray *labels; /* of Label* */
    Findings *findings;
} Labels;

static void note_created(Labels *labels, const Migration *migration, const Statement *statement) {
    g_autoptr(GPtrArray) created = tree_created(statement);
    for (guint i = 0; i < created->len; i++) {
        const Named *named = created->pdata[i];
        /* The labels that a new enum begins with can be used at once. */
        if (strcmp(named->kind, "enum") == 0)
            return;
        if (strcmp(named->kind, "enum_label") != 0)
            continue;
        Label *label = g_new(Label, 1);
        *label = (Label){g_strdup(named->relation), g_strdup(named->name), migration};
        g_ptr_array_add(labels->labels, label);
    }
}

/* As a literal, also in the text of a block. */
static bool names_label(const Statement *statement, const char *name) {
    g_auto(GStrv) parts = g_strsplit(name, "'", -1);
    g_autofree char *doubled = g_strjoinv("''", parts);
    g_autofree char *literal = g_strconcat("'", doubled, "'", NULL);
    return g_strstr_len(statement->text, (gssize)statement->length, literal);
}

static void check_uses(const Labels *labels, const Migration *migration,
                       const Statement *statement) {
    for (guint i = 0; i < labels->labels->len; i++) {
        const Label *label = labels->labels->pdata[i];
        if (!names_label(statement, label->name))
            continue;
        Finding *finding = findings_refuse(
            labels->findings, "single-transaction", FAIL_USAGE,
            "label '%s' of type %s, which %s adds, cannot be used in the same transaction",
            label->name, label->type, label->migration->label);
        finding->fix = g_strdup("apply up to that migration first, with --to");
        place_finding(finding, migration->path, statement);
    }
}

static void check_migration(Labels *labels, const Migration *migration) {
    if (!migration->transactional) {
        Finding *finding = findings_refuse(
            labels->findings, "single-transaction", FAIL_USAGE,
            "%s runs outside a transaction, so it cannot be in one with others", migration->label);
        finding->fix = g_strdup("apply without --single-transaction, or up to the migration before "
                                "it, with --to");
        finding->file = g_strdup(migration->path);
        return;
    }
    g_autoptr(GArray) statements = migration_statements(migration, NULL);
    for (guint i = 0; statements && i < statements->len; i++) {
        const Statement *statement = &g_array_index(statements, Statement, i);
        check_uses(labels, migration, statement);
        note_created(labels, migration, statement);
    }
}

void together_findings(const GPtrArray *pending, Findings *findings) {
    Labels labels = {g_ptr_array_new_with_free_func(label_free), findings};
    for (guint i = 0; i < pending->len; i++)
        check_migration(&labels, pending->pdata[i]);
    g_ptr_array_unref(labels.labels);
}

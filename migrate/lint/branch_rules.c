/* Rules about what the base branch got while this branch was away. */
#include "lint/rule.h"

#include <string.h>

static bool is_touch(const Fact *fact) {
    return fact->kind == FACT_CREATES || fact->kind == FACT_CHANGES;
}

/* The migration of the base that touches the same object, or NULL. */
static const LintMigration *also_touches(const Lint *lint, const Fact *fact) {
    for (guint i = 0; i < lint->gained->len; i++) {
        const LintMigration *migration = lint->gained->pdata[i];
        for (guint f = 0; migration->facts && f < migration->facts->len; f++) {
            const Fact *other = migration->facts->pdata[f];
            if (is_touch(other) && lint_same_object(fact, other))
                return migration;
        }
    }
    return NULL;
}

/* Each object once for each migration. */
static bool was_told(const Lint *lint, guint index) {
    const LintFact *now = lint->facts->pdata[index];
    for (guint i = 0; i < index; i++) {
        const LintFact *before = lint->facts->pdata[i];
        if (before->migration == now->migration && is_touch(before->fact) &&
            lint_same_object(before->fact, now->fact))
            return true;
    }
    return false;
}

static void same_object(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *found = lint->facts->pdata[i];
        const LintMigration *other = is_touch(found->fact) ? also_touches(lint, found->fact) : NULL;
        if (!other || was_told(lint, i))
            continue;
        g_autofree char *label = fact_label(found->fact);
        Finding *finding =
            lint_add(lint, rule, found->migration->file, found->fact->line, found->fact->column,
                     "%s, which %s got since this branch left it, also touches %s %s", other->label,
                     lint->base, found->fact->what, label);
        g_autofree char *base = g_shell_quote(lint->base);
        finding->object = g_strdup_printf("%s %s", found->fact->what, label);
        finding->fix =
            g_strdup_printf("git merge %s, migrate rebase, and look at both together", base);
    }
}

static const LintMigration *first_new(const Lint *lint) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state == STATE_NEW)
            return migration;
    }
    return NULL;
}

static void behind_base(Lint *lint, const Rule *rule) {
    const LintMigration *mine = first_new(lint);
    if (!mine || lint->gained->len == 0)
        return;
    const LintMigration *first = lint->gained->pdata[0];
    Finding *finding =
        lint_add(lint, rule, mine->file, 1, 0,
                 "%s has %u migration%s that this branch lacks, beginning with %s", lint->base,
                 lint->gained->len, lint->gained->len == 1 ? "" : "s", first->label);
    g_autofree char *base = g_shell_quote(lint->base);
    finding->why = g_strdup("what was checked is this branch, not what the merge will make of it");
    finding->fix = g_strdup_printf("git merge %s", base);
}

const Rule branch_rules[] = {
    {.code = "same-object",
     .severity = SEVERITY_WARNING,
     .summary =
         "A migration of this branch and a newer one of the base branch touch the same object.",
     .page =
         "Since this branch left the base branch, a migration was merged there that creates, "
         "changes or drops a table, type, view or function that a migration of this branch "
         "touches, too. git merges the two without a conflict, because they are different files; "
         "together they may fail, or do something that neither author meant.\n\n"
         "Merge the base branch into this one, give the migrations of this branch new versions "
         "('migrate rebase'), and check again: then the merged result is what is checked, and the "
         "finding goes away.\n\n"
         "Names are compared as they are written; a name without a schema counts as one in public.",
     .check = same_object},
    {.code = "behind-base",
     .severity = SEVERITY_NOTE,
     .summary = "The base branch has migrations that this branch lacks.",
     .page =
         "This branch adds migrations, and so did the base branch since. What is checked is this "
         "branch alone. A merge that is clean for git can still be broken in effect.\n\n"
         "Merge the base branch first, or check the result of the merge, as GitHub does when the "
         "workflow runs on pull_request.",
     .check = behind_base},
    {0},
};

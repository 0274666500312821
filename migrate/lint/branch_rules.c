/* Rules about what was merged into the base branch since this branch left it. */
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
            if (is_touch(other) && lint_same_object(lint, fact, other))
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
            lint_same_object(lint, before->fact, now->fact))
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
            g_strdup_printf("git merge %s, migrate rebase, and review both together", base);
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
    finding->why = g_strdup("only this branch was checked, not the result of the merge");
    finding->fix = g_strdup_printf("git merge %s", base);
}

void lint_settle_merge(Findings *findings, bool fine) {
    for (guint i = findings->len; i-- > 0;) {
        const char *code = ((const Finding *)findings->pdata[i])->code;
        if (strcmp(code, "behind-base") == 0 || (fine && strcmp(code, "same-object") == 0))
            g_ptr_array_remove_index(findings, i);
    }
}

const Rule branch_rules[] = {
    {.code = "same-object",
     .severity = SEVERITY_WARNING,
     .silence = SILENCE_MIGRATION,
     .summary =
         "A migration of this branch and a newer one of the base branch touch the same object.",
     .page =
         "Since this branch left the base branch, a migration was merged there that creates, "
         "changes or drops a table, type, view or function that a migration of this branch "
         "touches, too. git merges the two without a conflict, because they are different files; "
         "together they may fail, or do something that neither author meant.\n\n"
         "When git can merge the two, 'migrate check' tries the result (see merge-broken), and "
         "this finding is left out if that is fine. It stays where the merge could not be tried "
         "or is broken: merge the base branch into this one, give the migrations of this branch "
         "new versions ('migrate rebase'), and check again.\n\n"
         "Names are compared as they are written; a name without a schema counts as one in public.",
     .check = same_object},
    {.code = "behind-base",
     .severity = SEVERITY_NOTE,
     .silence = SILENCE_MIGRATION,
     .summary = "The base branch has migrations that this branch lacks.",
     .page =
         "This branch adds migrations, and so did the base branch since. Only this branch was "
         "checked, because the merge of the two could not be tried (otherwise there is no such "
         "note).\n\n"
         "Merge the base branch first, or check the result of the merge, as GitHub does when the "
         "workflow runs on pull_request.",
     .check = behind_base},
    {.code = "merge-broken",
     .severity = SEVERITY_ERROR,
     .summary = "This branch merges with the base branch, and the result is broken.",
     .page =
         "Since this branch left the base branch, schema or migrations changed there, too. git "
         "merges the two without a conflict; but in the result a migration or the schema fails, or "
         "the two differ. Both branches create the same table, say, or one drops what "
         "the other uses, or one adds a column to a table that the other renames.\n\n"
         "The merge is made in memory, of the files as they lie in the work tree, and is executed "
         "like the branch itself; nothing is written. It is made only when this branch alone is "
         "in order. Where a file has other lines in the merge than here, the finding says which "
         "line of the merged file it means.\n\n"
         "  git merge origin/main\n"
         "  migrate rebase\n"
         "  migrate check\n\n"
         "and repair what is broken. When this rule is off, the merge is not tried."},
    {.code = "merge-conflict",
     .severity = SEVERITY_NOTE,
     .summary = "This branch and the base branch are in conflict for git.",
     .page = "The schema or a migration was changed on both branches in the same lines, so a "
             "person has to merge them. Until then the result of the merge is not known, and it is "
             "not checked.\n\n"
             "Merge the base branch into this one, resolve the conflict, and check the result."},
    {.code = "merge-unchecked",
     .severity = SEVERITY_WARNING,
     .summary = "The merge with the base branch could not be tried.",
     .page =
         "The base branch moved on since this branch left it. The merge of the two is made in "
         "memory with libgit2, or by git 2.38 or later where libgit2 cannot read the repository; "
         "and that failed: objects are missing, the git program is too old, one of the branches "
         "moved the schema or the migrations elsewhere, or they lie outside of the repository. "
         "The finding says why.\n\n"
         "Merge the base branch into this one and check the result, or check the merge commit, as "
         "GitHub does when the workflow runs on pull_request."},
    {0},
};

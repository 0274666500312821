/* Rules about migrations that are on the base branch: they are history, which stays as it is. */
#include "lint/rule.h"

static void merged_edited(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state != STATE_EDITED)
            continue;
        Finding *finding =
            lint_add(lint, rule, migration->file, migration->line, 0,
                     "%s is on %s already and was edited", migration->label, lint->base);
        g_autofree char *base = g_shell_quote(lint->base), *file = g_shell_quote(migration->file);
        finding->why =
            g_strdup("a database that has applied it will not apply it again, so it would never "
                     "get the change; others would");
        finding->fix =
            g_strdup_printf("git checkout %s -- %s, and put the change into a new migration "
                            "(migrate create NAME)",
                            base, file);
    }
}

static void harmless_edit(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state == STATE_REWORDED)
            lint_add(lint, rule, migration->file, migration->line, 0,
                     "%s is on %s already and was edited; its statements are the same",
                     migration->label, lint->base);
    }
}

static void merged_renamed(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->gone->len; i++) {
        const LintGone *gone = lint->gone->pdata[i];
        if (!gone->renamed)
            continue;
        Finding *finding = lint_add(lint, rule, gone->renamed->file, 1, 0,
                                    "%s, which is on %s already, was renamed to %s", gone->label,
                                    lint->base, gone->renamed->label);
        finding->why = g_strdup(
            "a database that has applied it would take it for a new one and apply it again");
        finding->fix = g_strdup_printf("call it %s again", gone->path);
    }
}

static void merged_deleted(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->gone->len; i++) {
        const LintGone *gone = lint->gone->pdata[i];
        if (gone->renamed)
            continue;
        g_autofree char *file = g_build_filename(lint->folder->path, gone->path, NULL);
        Finding *finding =
            lint_add(lint, rule, file, 0, 0, "%s, which is on %s already, was deleted", gone->label,
                     lint->base);
        g_autofree char *base = g_shell_quote(lint->base), *quoted = g_shell_quote(file);
        finding->why =
            g_strdup("a database that has applied it keeps what it did; a new one would lack it");
        finding->fix = g_strdup_printf(
            "git checkout %s -- %s; what it did is undone by a new migration", base, quoted);
    }
}

const Rule merged_rules[] = {
    {.code = "merged-edited",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A migration that is on the base branch was edited.",
     .page =
         "Once merged, a migration may have been applied anywhere. A database that has applied it "
         "will not apply it again: the change would reach only databases that are made later, and "
         "the two would differ from then on. 'migrate apply' refuses such a history, because the "
         "recorded checksums no longer match.\n\n"
         "Bring the file back as it was on the base branch and put the change into a new "
         "migration. Comments, blanks and line ends do not count as a change (see "
         "harmless-edit). Where each database has what the file says now, 'migrate resolve "
         "VERSION --accept-edit' records that in it, and '-- migrate: allow merged-edited REASON' "
         "in the file lets the check pass.",
     .check = merged_edited},
    {.code = "harmless-edit",
     .severity = SEVERITY_NOTE,
     .silence = SILENCE_PROJECT,
     .summary = "A migration was edited, and its statements are still the same.",
     .page = "Only comments, blanks, line ends, empty statements or the case of keywords and of "
             "names without quotes differ from what was applied or merged: a database that has "
             "applied the migration has what it says.\n\n"
             "Nothing has to be done. What stands in quotes counts, also a comment in the body of "
             "a function: the database keeps it as it was.",
     .check = harmless_edit},
    {.code = "merged-renamed",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A migration that is on the base branch was renamed or got another version.",
     .page =
         "A database knows its migrations by version and name. One that has applied the migration "
         "under its old name would take it for a new one and apply it again.\n\n"
         "Give it its old name back. To move migrations that are only on this branch, use "
         "'migrate rebase'.",
     .check = merged_renamed},
    {.code = "merged-deleted",
     .severity = SEVERITY_ERROR,
     .summary = "A migration that is on the base branch was deleted.",
     .page = "Databases that have applied it keep what it did, and those that are made later lack "
             "it.\n\n"
             "Bring the file back. To undo what it did, write a new migration that does so. To "
             "have fewer of them, 'migrate squash' writes one in their place that databases know.",
     .check = merged_deleted},
    {0},
};

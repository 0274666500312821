/* Rules about migrations that replace others (`migrate squash`). */
#include "lint/rule.h"

#include <string.h>

/* What the base has; NULL: that cannot be read. Caller frees. */
static History *base_of(const Lint *lint) {
    g_autoptr(GPtrArray) files = git_files(lint->repo, lint->tip, lint->prefix, NULL);
    g_autoptr(GPtrArray) ignored = findings_new();
    if (!files)
        return NULL;
    g_autoptr(Folder) folder = folder_from_files(lint->input->migrations, NULL, files);
    return history_build(folder, ignored, NULL);
}

static void forget_gone(Lint *lint, const char *label) {
    for (guint i = lint->gone->len; i-- > 0;) {
        const LintGone *gone = lint->gone->pdata[i];
        if (strcmp(gone->label, label) == 0)
            g_ptr_array_remove_index(lint->gone, i);
    }
}

/* The chain holds names, texts and order of all that comes before, so that it is enough. */
static void take(Lint *lint, LintMigration *migration, const History *base) {
    guint index = history_position(lint->history, migration->migration) - 1, first, last;
    Sum before = history_chain_before(lint->history, index);
    const Replaces *replaces = migration->migration->replaces;
    if (!base || !history_stretch(base, &before, &migration->migration->chain, &first, &last) ||
        strcmp(history_at(base, first)->label, replaces->first) != 0 ||
        strcmp(history_at(base, last)->label, replaces->last) != 0)
        return;
    migration->state = STATE_REPLACES;
    const LintReplaced replaced = {index, last};
    if (!lint->replaced)
        lint->replaced = g_array_new(FALSE, FALSE, sizeof(LintReplaced));
    g_array_append_val(lint->replaced, replaced);
    for (guint i = first; i <= last; i++)
        forget_gone(lint, history_at(base, i)->label);
}

void lint_take_replaced(Lint *lint) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state != STATE_NEW || !migration->migration->replaces)
            continue;
        if (!lint->originals)
            lint->originals = base_of(lint);
        take(lint, migration, lint->originals);
    }
}

static void wrong_replaces(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        const Replaces *replaces = migration->migration->replaces;
        if (!replaces || migration->state < STATE_RENAMED)
            continue;
        Finding *finding =
            lint_add(lint, rule, migration->file, replaces->line, 1,
                     "%s says that it replaces %s to %s, and %s does not have them like that",
                     migration->label, replaces->first, replaces->last, lint->base);
        finding->why = g_strdup("a database counts it as applied when it has applied exactly "
                                "those, in that order and with those texts");
        g_autofree char *base = g_shell_quote(lint->base),
                        *folder = g_shell_quote(lint->input->migrations);
        finding->fix = g_strdup_printf("git checkout %s -- %s, then `migrate squash --to VERSION` "
                                       "again, up to what is merged",
                                       base, folder);
    }
}

const Rule replaced_rules[] = {
    {.code = "wrong-replaces",
     .severity = SEVERITY_ERROR,
     .summary = "A migration replaces others that the base branch does not have like that.",
     .page =
         "`migrate squash` writes one migration in place of many, with a line that says which, and "
         "the chain of their checksums:\n\n"
         "  -- migrate: replaces FIRST..LAST CHAIN COMMIT\n\n"
         "A database that has applied the originals counts it as applied when its ledger has that "
         "chain. Where the base branch has other migrations, or the originals still stand beside "
         "the one that replaces them, some databases would get both, or neither. Where it makes "
         "something else than they make, new databases would differ from old ones.\n\n"
         "Bring the folder back as it is on the base branch and squash again. What is not merged "
         "yet is left out with --to VERSION.",
     .silence = SILENCE_NEVER,
     .check = wrong_replaces},
    {0},
};

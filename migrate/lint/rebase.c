#include "lint/rebase.h"

#include "history/migrations.h"
#include "lint/rule.h"
#include <string.h>

enum { TIMESTAMP_DIGITS = 14 };

static void move_free(gpointer data) {
    RebaseMove *move = data;
    g_free(move->label);
    g_free(move->new_label);
    g_free(move->from);
    g_free(move->to);
    g_free(move);
}

void rebase_clear(Rebase *rebase) {
    g_clear_pointer(&rebase->base, g_free);
    g_clear_pointer(&rebase->newest, g_free);
    g_clear_pointer(&rebase->moves, g_ptr_array_unref);
}

static char *version_of(const char *label) {
    return g_strndup(label, version_length(label));
}

/* The next after `last` in the manner of `last`: a time, or a number of as many digits. */
static char *version_after(const char *last, gint64 now) {
    Migration migration = {.version = (char *)last};
    gpointer items[] = {&migration};
    GPtrArray only = {.pdata = items, .len = 1};
    const History history = {.migrations = &only};
    if (strlen(last) == TIMESTAMP_DIGITS)
        return history_next_version(&history, now);
    return g_strdup_printf("%0*" G_GUINT64_FORMAT, (int)strlen(last),
                           g_ascii_strtoull(last, NULL, 10) + 1);
}

static bool is_taken(const Lint *lint, const char *version) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (version_compare(migration->version, version) == 0)
            return true;
    }
    return false;
}

static bool is_misplaced(const Lint *lint, guint index, const char *newest) {
    const LintMigration *migration = lint->migrations->pdata[index];
    const LintMigration *before = index > 0 ? lint->migrations->pdata[index - 1] : NULL;
    return version_compare(migration->version, newest) <= 0 ||
           (before && version_compare(migration->version, before->version) == 0);
}

/* The first part of a path is the migration's folder, or its file; the version is the first number
 * in it. */
static void add_moves(const Lint *lint, const LintMigration *migration, const char *version,
                      GPtrArray *moves) {
    const char *last = "";
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = lint->folder->entries->pdata[i];
        gsize length = strcspn(entry->path, "/"), start = strcspn(entry->path, "0123456789");
        if (g_strcmp0(entry->label, migration->label) != 0 ||
            (strncmp(entry->path, last, length) == 0 && strlen(last) > length &&
             last[length] == '/'))
            continue;
        last = entry->path;
        g_autofree char *old = g_strndup(entry->path, length);
        g_autofree char *new = g_strdup_printf("%.*s%s%s", (int)start, old, version,
                                               old + start + strlen(entry->version));
        RebaseMove *move = g_new(RebaseMove, 1);
        *move = (RebaseMove){
            .label = g_strdup(migration->label),
            .new_label = g_strconcat(version, migration->label + strlen(migration->version), NULL),
            .from = g_build_filename(lint->folder->path, old, NULL),
            .to = g_build_filename(lint->folder->path, new, NULL)};
        g_ptr_array_add(moves, move);
    }
}

static void plan_moves(const Lint *lint, gint64 now, Rebase *rebase) {
    g_autofree char *newest = version_of(lint->newest), *version = g_strdup(newest);
    g_autoptr(GPtrArray) forward = g_ptr_array_new();
    bool misplaced = false;
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state == STATE_NEW)
            misplaced = misplaced || is_misplaced(lint, i, newest);
    }
    for (guint i = 0; misplaced && i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state != STATE_NEW)
            continue;
        do {
            char *next = version_after(version, now);
            g_free(version);
            version = next;
        } while (is_taken(lint, version));
        add_moves(lint, migration, version, forward);
    }
    for (guint i = forward->len; i > 0; i--)
        g_ptr_array_add(rebase->moves, forward->pdata[i - 1]);
}

/* Where an index has the order, there is nothing to be renamed. */
static bool has_versions(const Lint *lint, GError **error) {
    const IndexKind *index = lint->folder->layout->index;
    if (index)
        g_set_error(error, LINT_ERROR, FAIL_USAGE,
                    "the order of %s is that of the lines of %s: move those of new migrations to "
                    "its end",
                    lint->folder->path, index->file);
    return !index;
}

bool rebase_plan(const LintInput *input, gint64 now, Rebase *rebase, GError **error) {
    Lint lint = {.input = input};
    bool done =
        lint_gather(&lint, error) && lint_refuse_shape(&lint, error) && has_versions(&lint, error);
    *rebase = (Rebase){.moves = g_ptr_array_new_with_free_func(move_free)};
    if (done) {
        rebase->base = g_strdup(lint.base);
        rebase->newest = g_strdup(lint.newest);
        for (guint i = 0; i < lint.migrations->len; i++)
            rebase->new_count +=
                ((const LintMigration *)lint.migrations->pdata[i])->state == STATE_NEW;
        if (lint.newest)
            plan_moves(&lint, now, rebase);
    }
    lint_clear(&lint);
    return done;
}

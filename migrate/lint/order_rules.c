/* Rules about versions: each once, and new ones last. */
#include "lint/rule.h"

#include <string.h>

static const char *newest_version(const Lint *lint, char **owner) {
    return *owner = g_strndup(lint->newest, version_length(lint->newest));
}

/* The last migration behind the one at `index` that is on the base already, where an index has the
 * order; NULL: none is. */
static const LintMigration *merged_behind(const Lint *lint, guint index) {
    for (guint i = lint->migrations->len; i-- > index + 1;) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state < STATE_RENAMED)
            return migration;
    }
    return NULL;
}

/* Only the index says what comes first. */
static void out_of_place(Lint *lint, const Rule *rule) {
    const char *file = lint->folder->layout->index->file;
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i], *behind = NULL;
        if (migration->state == STATE_NEW)
            behind = merged_behind(lint, i);
        if (!behind)
            continue;
        Finding *finding = lint_add(lint, rule, migration->file, 1, 0,
                                    "%s is new and stands before %s, which is on %s already, in %s",
                                    migration->name, behind->name, lint->base, file);
        finding->why = g_strdup("databases that have applied the later one would run the two in "
                                "another order than new databases");
        finding->fix = g_strdup_printf("move its line to the end of %s", file);
    }
}

static void out_of_order(Lint *lint, const Rule *rule) {
    g_autofree char *newest = NULL;
    if (lint->folder->layout->index) {
        out_of_place(lint, rule);
        return;
    }
    if (!lint->newest)
        return;
    newest_version(lint, &newest);
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state != STATE_NEW || version_compare(migration->version, newest) >= 0)
            continue;
        Finding *finding = lint_add(lint, rule, migration->file, 1, 0,
                                    "%s is new and comes before %s, which is on %s already",
                                    migration->label, lint->newest, lint->base);
        finding->why =
            g_strdup("databases that have applied the later one would run the two in another "
                     "order than new databases");
        finding->fix = g_strdup("migrate rebase");
    }
}

/* Two of one version in the folder are the history's fault; here is what the merge would bring. */
static void duplicate_version(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *here = lint->migrations->pdata[i];
        for (guint g = 0;
             here->state == STATE_NEW && !here->migration->place && g < lint->gained->len; g++) {
            const LintMigration *there = lint->gained->pdata[g];
            if (version_compare(here->version, there->version) != 0)
                continue;
            Finding *finding =
                lint_add(lint, rule, here->file, 1, 0, "%s has the version of %s on %s",
                         here->label, there->label, lint->base);
            finding->why = g_strdup("the order of the two is not defined");
            finding->fix = g_strdup("migrate rebase");
        }
    }
}

const Rule order_rules[] = {
    {.code = "out-of-order",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "A new migration sorts before one that is on the base branch already.",
     .page =
         "Migrations are applied in the order of their versions. A database that has applied the "
         "later one already would get this one afterwards, a new database before: they run "
         "through different states. 'migrate apply' refuses it unless --allow-out-of-order is "
         "given.\n\n"
         "It happens when two branches are open at the same time and the other one is merged "
         "first. "
         "'migrate rebase' gives the migrations of this branch new versions after the newest "
         "merged one, in their order.",
     .check = out_of_order},
    {.code = "duplicate-version",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_MIGRATION,
     .summary = "Two migrations have the same version.",
     .page =
         "The version decides the order, and of two with the same one only the names say which "
         "comes first. The other one may be in this folder, or on the base branch, where it was "
         "merged after this branch was made: git sees no conflict in that, because the folders "
         "have different names. Two that are merged already are a warning, where the folder's "
         "layout tells migrations apart by their whole names.\n\n"
         "'migrate rebase' gives the migrations of this branch new versions. Versions are "
         "compared as numbers: 007 and 7 are the same.",
     .check = duplicate_version},
    {.code = "ambiguous-order",
     .severity = SEVERITY_ERROR,
     .summary = "Two dates as versions come in one order as numbers and in another as names.",
     .page =
         "Versions are compared as numbers, and 202310122339 is less than 20230912150657, though "
         "the day is a later one. Other tools order by name, so that a database that one of them "
         "has made ran through other states.\n\n"
         "Give the shorter version as many digits as the longer one has: 20231012233900.",
     .silence = SILENCE_NEVER},
    {0},
};

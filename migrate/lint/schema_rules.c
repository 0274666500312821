/* Rules about a change to the schema without a migration, or the other way round. Hints only: what
 * counts is the comparison of the two. */
#include "lint/rule.h"

#include "base/paths.h"
#include <string.h>

static const LintMigration *first_with_ddl(const Lint *lint) {
    for (guint i = 0; i < lint->facts->len; i++) {
        const LintFact *found = lint->facts->pdata[i];
        if (found->fact->kind == FACT_CREATES || found->fact->kind == FACT_CHANGES)
            return found->migration;
    }
    return NULL;
}

static bool any_not_merged(const Lint *lint) {
    for (guint i = 0; i < lint->migrations->len; i++) {
        const LintMigration *migration = lint->migrations->pdata[i];
        if (migration->state != STATE_MERGED)
            return true;
    }
    return lint->gone->len > 0;
}

/* A folder of Prisma's has the migrations in it. */
static bool is_schema_file(const Lint *lint, const char *path) {
    gsize length = lint->prefix ? strlen(lint->prefix) : 0;
    bool migration = length > 0 && strncmp(path, lint->prefix, length) == 0 && path[length] == '/';
    return !migration && (g_str_has_suffix(path, ".sql") || g_str_has_suffix(path, ".prisma"));
}

static const GitChange *first_schema_change(const Lint *lint) {
    for (guint i = 0; lint->schema_changes && i < lint->schema_changes->len; i++) {
        const GitChange *change = lint->schema_changes->pdata[i];
        if (is_schema_file(lint, change->path))
            return change;
    }
    return NULL;
}

/* `file`, from the top, as a user would write it below `path`; NULL when it does not lie there. */
static char *below(const Lint *lint, const char *path, const char *file) {
    g_autofree char *prefix = git_relative(lint->repo, path, NULL);
    gsize length = prefix ? strlen(prefix) : 0;
    if (strncmp(file, prefix ? prefix : "", length) != 0)
        return NULL;
    return file[length] ? g_build_filename(path, file + length, NULL) : g_strdup(path);
}

/* The changed file as a user would write it. */
static char *schema_file(const Lint *lint, const GitChange *change) {
    g_auto(GStrv) paths = paths_split(lint->input->schema);
    char *file = NULL;
    for (guint i = 0; paths[i] && !file; i++)
        file = below(lint, paths[i], change->path);
    return file ? file : g_strdup(change->path);
}

static bool schema_exists(const Lint *lint) {
    g_auto(GStrv) paths = paths_split(lint->input->schema);
    for (guint i = 0; paths[i]; i++)
        if (!g_file_test(paths[i], G_FILE_TEST_EXISTS))
            return false;
    return paths[0];
}

/* Whether this branch is the one that begins the schema: with an export of the history, which
 * needs no migration. */
static bool begins_schema(const Lint *lint) {
    g_auto(GStrv) paths = paths_split(lint->input->schema);
    for (guint i = 0; paths[i]; i++) {
        g_autofree char *path = git_relative(lint->repo, paths[i], NULL);
        g_autoptr(GPtrArray) files =
            path ? git_files(lint->repo, lint->merge_base, path, NULL) : NULL;
        if (!files || files->len > 0)
            return false;
    }
    return true;
}

static void schema_alone(Lint *lint, const Rule *rule) {
    const GitChange *change = lint->shape == SHAPE_FINE ? first_schema_change(lint) : NULL;
    if (!change || any_not_merged(lint) || begins_schema(lint))
        return;
    g_autofree char *file = schema_file(lint, change);
    guint line = change->lines->len ? g_array_index(change->lines, GitLines, 0).first : 0;
    Finding *finding =
        lint_add(lint, rule, file, change->kind == GIT_CHANGE_DELETED ? 0 : MAX(line, 1), 0,
                 "the schema differs from %s, and there is no new migration", lint->base);
    finding->fix = g_strdup("migrate create NAME, unless only comments or the layout changed");
}

static void migration_alone(Lint *lint, const Rule *rule) {
    const LintMigration *migration = lint->shape == SHAPE_FINE ? first_with_ddl(lint) : NULL;
    bool exists = schema_exists(lint);
    if (!migration || !exists || !lint->schema_changes || first_schema_change(lint))
        return;
    Finding *finding = lint_add(lint, rule, migration->file, 1, 0,
                                "%s changes objects, and the schema is the same as on %s",
                                migration->label, lint->base);
    finding->fix = g_strdup_printf("change %s as well, unless the migration brings it up to date",
                                   lint->input->schema);
}

const Rule schema_rules[] = {
    {.code = "schema-without-migration",
     .severity = SEVERITY_NOTE,
     .summary = "The schema was changed and there is no new migration.",
     .page =
         "A hint, found by git alone: files of the schema differ from the base branch, and no "
         "migration is new. Whether the two agree is decided by executing both (see out-of-sync). "
         "A changed comment or a moved file needs no migration.\n\n"
         "'migrate create NAME' writes the migration that is missing.",
     .check = schema_alone},
    {.code = "migration-without-schema",
     .severity = SEVERITY_NOTE,
     .silence = SILENCE_MIGRATION,
     .summary = "A new migration changes objects and the schema was not changed.",
     .page =
         "A hint, found by git alone: a new migration creates, changes or drops something, and no "
         "file of the schema differs from the base branch. Whether the two agree is decided by "
         "executing both (see out-of-sync).\n\n"
         "Describe the change in the schema as well. A migration that only moves rows is fine.",
     .check = migration_alone},
    {.code = "not-formatted",
     .severity = SEVERITY_ERROR,
     .silence = SILENCE_NEVER,
     .summary = "A file of the schema is not laid out as 'migrate schema format' does it.",
     .page = "Said by 'migrate schema format --check' alone; 'migrate check' does not look at the "
             "layout. What the file means is not concerned.\n\n"
             "'migrate schema format' lays out all files of the schema."},
    {0},
};

/* Rules about what lies in the migrations folder. They look at names and sizes, of every file. */
#include "lint/rule.h"

#include "history/migrations.h"
#include <string.h>

static const FolderEntry *entry_at(const Lint *lint, guint index) {
    return lint->folder->entries->pdata[index];
}

static void malformed_name(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = entry_at(lint, i);
        g_autofree char *file = folder_file(lint->folder, entry);
        bool program = entry->part == PART_PROGRAM;
        if ((entry->part != PART_UNKNOWN && !program) || entry->kind == ENTRY_EMPTY_FOLDER)
            continue;
        Finding *finding = lint_add(lint, rule, file, 1, 0,
                                    program ? "%s is a program, and migrate carries out SQL only"
                                            : "%s is not where a migration of this folder belongs",
                                    file);
        finding->fix = program ? g_strdup("replace it by an SQL file of the same version")
                               : g_strdup_printf("call it %s, or move it elsewhere",
                                                 lint->folder->layout->shape);
    }
}

static void symbolic_link(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = entry_at(lint, i);
        g_autofree char *file = folder_file(lint->folder, entry);
        if (entry->kind != ENTRY_SYMLINK && entry->kind != ENTRY_OTHER)
            continue;
        Finding *finding =
            lint_add(lint, rule, file, 0, 0, "%s is %s", file,
                     entry->kind == ENTRY_SYMLINK ? "a symbolic link" : "no plain file");
        finding->fix = g_strdup("replace it by a copy of what it stands for");
    }
}

static void empty_migration(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = entry_at(lint, i);
        g_autofree char *file = folder_file(lint->folder, entry);
        bool is_part = entry->part == PART_UP || entry->part == PART_DOWN;
        if (!is_part || entry->kind != ENTRY_FILE || entry->size > 0)
            continue;
        Finding *finding = lint_add(lint, rule, file, 1, 0, "%s is empty (0 bytes)", file);
        finding->fix = g_strdup("write it again, or put a comment into it if it is to do nothing");
        if (entry->part == PART_DOWN)
            finding->severity = SEVERITY_WARNING;
    }
}

static bool has_forward(const Lint *lint, const char *label) {
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = entry_at(lint, i);
        if (entry->part == PART_UP && g_strcmp0(entry->label, label) == 0)
            return true;
    }
    return false;
}

/* Entries are sorted, so that those of one migration's folder stand together. */
static void missing_file(Lint *lint, const Rule *rule) {
    const char *last = "";
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = entry_at(lint, i);
        bool empty = entry->kind == ENTRY_EMPTY_FOLDER;
        const char *label = entry->label ? entry->label : empty ? entry->path : NULL;
        if (!label || entry->part == PART_PROGRAM || strcmp(label, last) == 0 ||
            (entry->label && has_forward(lint, label)))
            continue;
        last = label;
        g_autofree char *file = folder_file(lint->folder, entry);
        Finding *finding = lint_add(lint, rule, file, 0, 0, "%s has no migration%s", label,
                                    empty ? ": its folder is empty" : ", only other files");
        finding->fix = g_strdup("restore its file from git, or remove the rest");
    }
}

/* What nobody reads although it looks as if it were SQL: "migration.sql.orig", "MIGRATION.SQL". */
static void stray_file(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = entry_at(lint, i);
        g_autofree char *lower = g_ascii_strdown(entry->path, -1);
        g_autofree char *file = folder_file(lint->folder, entry);
        bool looks = strstr(lower, ".sql") || g_str_has_suffix(lower, ".psql") ||
                     g_str_has_suffix(lower, ".pgsql") || g_str_has_suffix(lower, ".ddl");
        if (entry->part != PART_IGNORED || entry->kind != ENTRY_FILE || !looks)
            continue;
        Finding *finding = lint_add(lint, rule, file, 1, 0, "%s is never executed", file);
        finding->fix = g_strdup_printf("remove it, or call it %s", lint->folder->layout->shape);
    }
}

const Rule folder_rules[] = {
    {.code = "malformed-name",
     .severity = SEVERITY_ERROR,
     .summary =
         "A file in the migrations folder has no name of a migration, or is one that is no SQL.",
     .page =
         "A migration lies at <version>_<name>/migration.sql (or where the layout of the folder "
         "says), where the version is at most 20 digits and the name is made of letters, digits, "
         "'_', '.' and '-'.\n\n"
         "A file that lies elsewhere would not be executed, and nobody would notice.\n\n"
         "Rename it, or move it out of the folder. A migration in Go (the folder's layout being "
         "goose's) has to be written as SQL.",
     .check = malformed_name},
    {.code = "symbolic-link",
     .severity = SEVERITY_ERROR,
     .summary = "The migrations folder holds a symbolic link or another special file.",
     .page = "What is hashed and what is executed have to be the same bytes, on every machine. A "
             "link can point to something else tomorrow, or out of the repository.\n\n"
             "Replace it by a copy of what it stands for.",
     .check = symbolic_link},
    {.code = "empty-migration",
     .severity = SEVERITY_ERROR,
     .summary = "A migration's file has no bytes.",
     .page = "A file of 0 bytes is what a crash or a full disk leaves behind. Applying it would "
             "record a migration that did nothing. An empty down file is a warning: `migrate down` "
             "refuses it.\n\n"
             "Write it again. If it is to do nothing, say so in a comment in it.",
     .check = empty_migration},
    {.code = "missing-migration",
     .severity = SEVERITY_ERROR,
     .summary = "A migration has other files, but not the one that is executed.",
     .page = "The folder of a migration is empty or holds only down.sql or notes. The file was "
             "deleted, or never committed (see .gitignore).\n\n"
             "Restore it from git, or remove the rest.",
     .check = missing_file},
    {.code = "stray-file",
     .severity = SEVERITY_WARNING,
     .summary = "A file in the migrations folder looks like SQL and is never executed.",
     .page = "Only migration.sql and down.sql (or what the layout of the folder names) are read. "
             "A backup of an editor, a file in capitals or a second script beside migration.sql "
             "is passed over in silence, which is rarely meant.\n\n"
             "Remove it, or make it a migration of its own.",
     .check = stray_file},
    {0},
};

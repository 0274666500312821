/* Rules about what lies in the migrations folder. What makes it no history is found where the
 * history is built (history/build.h); here are the pages. */
#include "lint/rule.h"

#include <string.h>

/* What nobody reads although it looks as if it were SQL: "migration.sql.orig", "MIGRATION.SQL". */
static void stray_file(Lint *lint, const Rule *rule) {
    for (guint i = 0; i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = lint->folder->entries->pdata[i];
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

/* Once for all of them. */
static void not_executed(Lint *lint, const Rule *rule) {
    const char *what = lint->folder->layout->apart;
    g_autoptr(GString) names = g_string_new(NULL);
    const FolderEntry *first = NULL;
    for (guint i = 0; what && i < lint->folder->entries->len; i++) {
        const FolderEntry *entry = lint->folder->entries->pdata[i];
        if (entry->part != PART_APART)
            continue;
        first = first ? first : entry;
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", entry->path);
    }
    if (!first)
        return;
    g_autofree char *file = folder_file(lint->folder, first);
    lint_add(lint, rule, file, 1, 0, "%s are not executed here: %s", what, names->str);
}

const Rule folder_rules[] = {
    {.code = "malformed-name",
     .severity = SEVERITY_ERROR,
     .summary = "A file in the migrations folder is not named like a migration, or is a migration "
                "that is not SQL.",
     .page =
         "A migration lies at <version>_<name>/migration.sql (or where the layout of the folder "
         "says), where the version is at most 20 digits and the name has none of / \\ \" ` $ % * ? "
         "< > "
         "|.\n\n"
         "A file that lies elsewhere would not be executed, and nobody would notice.\n\n"
         "Rename it, or move it out of the folder. A migration that is a program (in Go, "
         "TypeScript, Java …) has to be written as SQL.",
     .silence = SILENCE_NEVER},
    {.code = "symbolic-link",
     .severity = SEVERITY_ERROR,
     .summary = "The migrations folder holds a symbolic link or another special file.",
     .page = "What is hashed and what is executed have to be the same bytes, on every machine. A "
             "link can point to something else tomorrow, or out of the repository.\n\n"
             "Replace it with a copy of the file.",
     .silence = SILENCE_NEVER},
    {.code = "empty-migration",
     .severity = SEVERITY_ERROR,
     .summary = "A migration's file has no bytes.",
     .page = "A file of 0 bytes is what a crash or a full disk leaves behind. Applying it would "
             "record a migration that did nothing, so it is an error whatever [check] or an excuse "
             "says. An empty down file is a warning: `migrate down` refuses it.\n\n"
             "Write it again. If it is to do nothing, say so in a comment in it."},
    {.code = "missing-migration",
     .severity = SEVERITY_ERROR,
     .summary = "A migration has other files, but not the one that is executed.",
     .page = "The folder of a migration is empty or holds only down.sql or notes. The file was "
             "deleted, or never committed (see .gitignore).\n\n"
             "Restore it from git, or remove the rest.",
     .silence = SILENCE_NEVER},
    {.code = "wrong-sum",
     .severity = SEVERITY_ERROR,
     .summary = "Atlas's atlas.sum does not fit the migrations beside it.",
     .page =
         "atlas.sum has a sum over each file and all before it. One that does not fit says that a "
         "file was edited, removed or put in between since Atlas, or `migrate create`, wrote it; "
         "Atlas refuses such a folder, too.\n\n"
         "Undo the edit. Where it is meant, 'atlas migrate hash' writes the file again; where "
         "Atlas is not used any more, delete atlas.sum: git and the ledgers of the databases tell "
         "what was edited.",
     .silence = SILENCE_NEVER},
    {.code = "not-executed",
     .severity = SEVERITY_NOTE,
     .summary = "The folder has files that its tool executes at other occasions.",
     .page =
         "Flyway executes callbacks (beforeMigrate.sql, afterMigrate.sql and the like) around "
         "its migrations, and a baseline (B5__x.sql) in the place of all migrations up to its "
         "version in a new database. migrate executes the migrations, and a baseline only where "
         "those that it stands for are gone from the folder.\n\n"
         "What a callback does at each run can be a hook: `migrate help applying`. What it does "
         "once belongs in a migration.",
     .check = not_executed},
    {.code = "stray-file",
     .severity = SEVERITY_WARNING,
     .summary = "A file in the migrations folder looks like SQL and is never executed.",
     .page = "Only migration.sql and down.sql (or what the layout of the folder names) are read. "
             "A backup of an editor, a file in capitals, a second script beside migration.sql, or "
             "one without a number, or in a folder, beside numbered ones is passed over in "
             "silence, which is rarely meant.\n\n"
             "Remove it, or make it a migration of its own.",
     .check = stray_file},
    {0},
};

#include "config/extensions.h"

#include "git/base.h"
#include "text/scan.h"
#include "text/tree.h"
#include <string.h>

static void extension_free(gpointer data) {
    Extension *extension = data;
    g_free(extension->name);
    g_free(extension);
}

static void add_statement(GPtrArray *found, const Script *script, const Statement *statement) {
    g_autofree char *head = statement_head(statement, 2);
    CreateExtension create = {0};
    if (strcmp(head, "create extension") != 0 || !tree_create_extension(statement, &create))
        return;
    Extension *extension = g_new(Extension, 1);
    Location where =
        script_origin(script, (Location){script->file, statement->line, statement->column});
    *extension = (Extension){g_steal_pointer(&create.name), where.file, where.line, where.column};
    g_ptr_array_add(found, extension);
    create_extension_clear(&create);
}

/* Most files have nothing to do with extensions, and splitting one into statements costs more than
 * a look for the word. */
static bool names_extension(const char *text, gsize length) {
    static const char word[] = "extension";
    for (gsize at = 1; at + sizeof word - 2 <= length; at++)
        if ((text[at] | ('a' - 'A')) == word[1] &&
            g_ascii_strncasecmp(text + at - 1, word, sizeof word - 1) == 0)
            return true;
    return false;
}

GPtrArray *extensions_of(const Source *source) {
    GPtrArray *found = g_ptr_array_new_with_free_func(extension_free);
    for (guint i = 0; i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const char *text = g_bytes_get_data(script->text, &length);
        Scanner scanner;
        Statement statement;
        if (!names_extension(text, length) ||
            !scanner_init(&scanner, script->file, text, length, NULL))
            continue;
        while (scanner_next(&scanner, &statement, NULL) == SCAN_STATEMENT)
            add_statement(found, script, &statement);
    }
    return found;
}

/* "origin/main" for "refs/remotes/origin/main". */
static char *short_name(const char *reference) {
    static const char *const prefixes[] = {"refs/remotes/", "refs/heads/"};
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(reference, prefixes[i]))
            return g_strdup(reference + strlen(prefixes[i]));
    return g_strdup(reference);
}

/* The history as the base branch has it; NULL when there is none, or it cannot be read: that is for
 * the rules to say. */
static Source *history_of_base(const Config *config, const char *base, const SourceNames *names,
                               char **label) {
    g_autoptr(GitRepo) repo = git_open(config_root(config), NULL);
    const BaseQuery query = {.revision = base, .untrusted = true};
    g_autofree char *found = repo ? git_base(repo, &query, NULL) : NULL;
    g_autofree char *commit = repo && found ? git_resolve(repo, found, NULL) : NULL;
    g_autofree char *folder = commit ? git_relative(repo, names->migrations, NULL) : NULL;
    if (!folder)
        return NULL;
    *label = short_name(found);
    g_autoptr(GPtrArray) files = git_files(repo, commit, folder, NULL);
    return files ? source_from_files(SOURCE_MIGRATIONS, names->migrations, files, names, NULL)
                 : NULL;
}

GStrv extensions_of_base(const Config *config, const char *base, const SourceNames *names,
                         char **label) {
    const char *const *listed = config_list(config, "scratch.extensions");
    GPtrArray *allowed = g_ptr_array_new();
    *label = NULL;
    g_autoptr(Source) history = history_of_base(config, base, names, label);
    g_autoptr(GPtrArray) created = history ? extensions_of(history) : NULL;
    for (guint i = 0; listed[i]; i++)
        g_ptr_array_add(allowed, g_strdup(listed[i]));
    for (guint i = 0; created && i < created->len; i++)
        g_ptr_array_add(allowed, g_strdup(((const Extension *)created->pdata[i])->name));
    g_ptr_array_add(allowed, NULL);
    return (GStrv)g_ptr_array_free(allowed, FALSE);
}

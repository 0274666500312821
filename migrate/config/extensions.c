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

GPtrArray *extensions_of(const Source *source) {
    GPtrArray *found = g_ptr_array_new_with_free_func(extension_free);
    for (guint i = 0; i < source->scripts->len; i++) {
        const Script *script = source->scripts->pdata[i];
        gsize length;
        const char *text = g_bytes_get_data(script->text, &length);
        Scanner scanner;
        Statement statement;
        if (!scanner_init(&scanner, script->file, text ? text : "", length, NULL))
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

/* --- beforehand */

static void foresee(Findings *findings, const Extension *extension, const char *label) {
    Finding *finding = findings_add(findings, "extension-refused", SEVERITY_NOTE,
                                    "a pull request against %s will not be allowed to create "
                                    "extension \"%s\"",
                                    label, extension->name);
    finding->why = g_strdup_printf("only superusers may create it, the migrations of %s do not "
                                   "create it, and migrate.ini there does not list it",
                                   label);
    finding->fix = g_strdup_printf("add it to \"extensions\" in the section [scratch] of "
                                   "migrate.ini of %s, in a change that is merged first",
                                   label);
    finding->object = g_strdup_printf("extension %s", extension->name);
    finding->file = g_strdup(extension->file);
    finding->line = finding->end_line = extension->line;
    finding->column = finding->end_column = extension->column;
}

static bool foresee_side(Project *project, const Source *side, const char *const *allowed,
                         const char *label, Findings *findings, GError **error) {
    g_autoptr(GPtrArray) created = extensions_of(side);
    for (guint i = 0; i < created->len; i++) {
        const Extension *extension = created->pdata[i];
        bool trusts = false;
        if (g_strv_contains(allowed, extension->name))
            continue;
        if (!project_start_scratch(project, error) ||
            !scratch_trusts_extension(project->scratch, extension->name, &trusts, error))
            return false;
        if (!trusts)
            foresee(findings, extension, label);
    }
    return true;
}

static bool create_any(const Source *const *sides) {
    bool any = false;
    for (guint i = 0; sides[i] && !any; i++) {
        g_autoptr(GPtrArray) created = extensions_of(sides[i]);
        any = created->len > 0;
    }
    return any;
}

bool extensions_foresee(Project *project, const LintBase *base, const Source *const *sides,
                        Findings *findings, GError **error) {
    const ConfigRequest request = {.untrusted = true, .base = base->tip};
    bool asked = base->tip && !config_untrusted(project->config) && create_any(sides);
    g_autoptr(Config) config = asked ? config_load(&request, NULL) : NULL;
    g_autofree char *label = NULL;
    if (!config)
        return true;
    const SourceNames names = {.migrations = config_string(config, "project.migrations")};
    g_auto(GStrv) allowed = extensions_of_base(config, base->tip, &names, &label);
    bool done = true;
    for (guint i = 0; done && sides[i]; i++)
        done = foresee_side(project, sides[i], (const char *const *)allowed, base->base, findings,
                            error);
    return done;
}

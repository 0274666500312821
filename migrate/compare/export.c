#include "compare/export.h"

#include "git/repo.h"
#include <string.h>

/* --- layouts */

/* The first part of a name that may be quoted, as it goes into the name of a file. */
static char *file_part(const char *text) {
    GString *out = g_string_new(NULL);
    for (const char *c = text; *c && *c != '('; c++)
        if (*c != '"')
            g_string_append_c(out, g_ascii_isalnum(*c) || strchr("_.-", *c) ? *c : '_');
    return g_string_free(out, FALSE);
}

static char *by_schema(const Object *root) {
    const char *schema = object_value(root, "schema"), *dot = strchr(root->identity, '.');
    g_autofree char *first =
        dot ? g_strndup(root->identity, (gsize)(dot - root->identity)) : g_strdup(root->identity);
    bool within = root->kind->type && dot && !strchr(first, ' ') && !strchr(first, '(');
    bool itself = strcmp(root->kind->name, "schema") == 0;
    return schema ? file_part(schema) : within || itself ? file_part(first) : g_strdup("database");
}

static char *by_object(const Object *root) {
    const char *identity = root->identity;
    if (g_str_has_prefix(identity, "public."))
        identity += strlen("public.");
    return file_part(identity);
}

static const ExportLayout layouts[] = {
    {"one", "everything in one file, schema.sql", NULL},
    {"by-schema", "a file for each schema", by_schema},
    {"by-object", "a file for each table, type, function and so on", by_object},
};

const char *export_layout_name(guint index, const char **meaning) {
    if (index >= G_N_ELEMENTS(layouts))
        return NULL;
    *meaning = layouts[index].meaning;
    return layouts[index].name;
}

const ExportLayout *export_layout(const char *name) {
    for (guint i = 0; name && i < G_N_ELEMENTS(layouts); i++)
        if (strcmp(layouts[i].name, name) == 0)
            return &layouts[i];
    return layouts;
}

/* --- files */

static GitFile *new_file(const char *path) {
    GitFile *file = g_new0(GitFile, 1);
    file->path = g_strdup(path);
    return file;
}

static void file_free(gpointer data) {
    GitFile *file = data;
    g_free(file->path);
    g_bytes_unref(file->bytes);
    g_free(file);
}

static void end_file(GPtrArray *files, GString *text) {
    GitFile *file = files->len ? files->pdata[files->len - 1] : NULL;
    if (file && !file->bytes)
        file->bytes = g_bytes_new(text->str, text->len);
    g_string_truncate(text, 0);
}

static guint count_chunks(const GArray *units) {
    guint count = 0;
    const char *last = NULL;
    for (guint i = 0; i < units->len; i++) {
        const char *chunk = g_array_index(units, ExportUnit, i).chunk;
        count += g_strcmp0(chunk, last) != 0;
        last = chunk;
    }
    return count;
}

/* Numbers leave room between them for what comes later. */
static char *numbered(guint number, guint count, const char *stem) {
    g_autofree char *last = g_strdup_printf("%u", count * 10);
    return g_strdup_printf("%0*u_%s.sql", (int)MAX(strlen(last), 3), number * 10, stem);
}

GPtrArray *export_files(const GArray *units, const ExportLayout *layout, const char *only) {
    GPtrArray *files = g_ptr_array_new_with_free_func(file_free);
    g_autoptr(GString) text = g_string_new(NULL);
    guint count = count_chunks(units);
    const char *last = NULL;
    for (guint i = 0; i < units->len; i++) {
        const ExportUnit *unit = &g_array_index(units, ExportUnit, i);
        bool new = i == 0 || (layout->stem && g_strcmp0(unit->chunk, last) != 0);
        last = unit->chunk;
        if (new) {
            end_file(files, text);
            g_autofree char *path =
                layout->stem ? numbered(files->len + 1, count, unit->chunk) : g_strdup(only);
            g_ptr_array_add(files, new_file(path));
        }
        g_string_append_printf(text, "%s%s;\n", text->len ? "\n" : "", unit->sql);
    }
    end_file(files, text);
    return files;
}

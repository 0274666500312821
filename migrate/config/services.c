#include "config/services.h"

#include "base/suggest.h"
#include "config/syntax.h"
#include <string.h>

static void service_free(gpointer data) {
    Service *service = data;
    g_free(service->name);
    g_free(service->folder);
    g_strfreev(service->after);
    g_free(service);
}

/* The words of a list, without empty ones. */
static char **words_of(const char *value) {
    GPtrArray *words = g_ptr_array_new();
    g_auto(GStrv) parts = g_strsplit_set(value, ",;", -1);
    for (char **part = parts; *part; part++)
        if (*g_strstrip(*part))
            g_ptr_array_add(words, g_strdup(*part));
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

static char **read_after(const char *path) {
    g_autofree char *text = NULL;
    g_autoptr(GPtrArray) lines =
        g_file_get_contents(path, &text, NULL, NULL) ? ini_read(path, text, NULL) : NULL;
    for (guint i = 0; lines && i < lines->len; i++) {
        const IniLine *line = lines->pdata[i];
        if (g_strcmp0(line->key, "after") == 0 && strcmp(line->section, "project") == 0)
            return words_of(line->value);
    }
    return g_new0(char *, 1);
}

static Service *service_new(const ConfigEntry *entry, const char *folder, GError **error) {
    if (!folder || !entry->value || !*entry->value) {
        g_autofree char *origin = config_origin(entry);
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s: the service \"%s\" has no folder; write one, as in '%s = services/%s'",
                    origin, entry->key, entry->key, entry->key);
        return NULL;
    }
    g_autofree char *file = g_build_filename(folder, "migrate.ini", NULL);
    if (!g_file_test(file, G_FILE_TEST_IS_REGULAR)) {
        g_autofree char *origin = config_origin(entry);
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s: the service \"%s\" has no %s; 'migrate init -C %s' writes it", origin,
                    entry->key, file, folder);
        return NULL;
    }
    Service *service = g_new0(Service, 1);
    *service = (Service){g_strdup(entry->key), g_strdup(folder), read_after(file)};
    return service;
}

static gint compare_lines(gconstpointer a, gconstpointer b) {
    const ConfigEntry *const *one = a, *const *other = b;
    return (*one)->line < (*other)->line ? -1 : (*one)->line > (*other)->line;
}

/* As the file has them. Caller unrefs. */
static GPtrArray *entries_of(const Config *config) {
    GPtrArray *found = g_ptr_array_new();
    const GPtrArray *entries = config_entries(config);
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        if (strcmp(entry->section, "services") == 0 && entry->origin == ORIGIN_FILE)
            g_ptr_array_add(found, (gpointer)entry);
    }
    g_ptr_array_sort(found, compare_lines);
    return found;
}

static GPtrArray *read_all(const Config *config, GError **error) {
    g_autoptr(GPtrArray) services = g_ptr_array_new_with_free_func(service_free);
    g_autoptr(GPtrArray) entries = entries_of(config);
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        g_autofree char *name = g_strdup_printf("services.%s", entry->key);
        Service *service = service_new(entry, config_string(config, name), error);
        if (!service)
            return NULL;
        g_ptr_array_add(services, service);
    }
    return g_steal_pointer(&services);
}

static const Service *find(const GPtrArray *services, const char *name) {
    for (guint i = 0; i < services->len; i++)
        if (strcmp(((const Service *)services->pdata[i])->name, name) == 0)
            return services->pdata[i];
    return NULL;
}

static bool check_names(const GPtrArray *services, const Service *service, GError **error) {
    for (char **name = service->after; *name; name++) {
        if (find(services, *name))
            continue;
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (guint i = 0; i < services->len; i++)
            g_ptr_array_add(names, ((const Service *)services->pdata[i])->name);
        g_ptr_array_add(names, NULL);
        const char *near = suggest(*name, (const char *const *)names->pdata);
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s/migrate.ini: after names \"%s\", which is no service%s%s%s",
                    service->folder, *name, near ? "; did you mean '" : "", near ? near : "",
                    near ? "'?" : "");
        return false;
    }
    return true;
}

static bool may_follow(const GPtrArray *ordered, const Service *service) {
    for (char **name = service->after; *name; name++)
        if (!find(ordered, *name))
            return false;
    return true;
}

/* The first one whose predecessors are all there already. */
static Service *take_next(GPtrArray *left, const GPtrArray *ordered) {
    for (guint i = 0; i < left->len; i++)
        if (may_follow(ordered, left->pdata[i]))
            return g_ptr_array_steal_index(left, i);
    return NULL;
}

static void tell_circle(const GPtrArray *left, GError **error) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < left->len; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                               ((const Service *)left->pdata[i])->name);
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                "these services come after each other in a circle, or after one that does: %s; "
                "take one 'after' out of their migrate.ini",
                names->str);
}

GPtrArray *services_of(const Config *config, GError **error) {
    g_autoptr(GPtrArray) left = read_all(config, error);
    for (guint i = 0; left && i < left->len; i++)
        if (!check_names(left, left->pdata[i], error))
            return NULL;
    if (!left)
        return NULL;
    g_autoptr(GPtrArray) ordered = g_ptr_array_new_with_free_func(service_free);
    while (left->len > 0) {
        Service *next = take_next(left, ordered);
        if (!next) {
            tell_circle(left, error);
            return NULL;
        }
        g_ptr_array_add(ordered, next);
    }
    return g_steal_pointer(&ordered);
}

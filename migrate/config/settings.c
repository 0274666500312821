/* The configuration as it is asked for, once it is loaded. */
#include "config/config.h"

#include "base/file.h"
#include "base/suggest.h"
#include "config/layers.h"
#include <string.h>

static gint compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *config_file(const Config *config) {
    return config->file;
}

const char *config_root(const Config *config) {
    return config->root;
}

bool config_untrusted(const Config *config) {
    return config->untrusted;
}

guint config_time_limit(const Config *config) {
    guint limit = (guint)config_duration(config, "scratch.time_limit");

    return limit == 0 && config->untrusted ? UNTRUSTED_MILLISECONDS : limit;
}

const char *config_base(const Config *config) {
    return config->base;
}

const char *config_trust(const Config *config) {
    return config->trust;
}

const char *const *config_notes(const Config *config) {
    return (const char *const *)config->notes->pdata;
}

const char *config_environment(const Config *config) {
    return config->environment;
}

bool config_names_address(const Config *config) {
    const ConfigEntry *url = config_entry(config, "env.url", NULL);
    return url && url->origin == ORIGIN_FLAG && strcmp(url->place, "--url") == 0;
}

const char **config_protected(const Config *config) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const char *const *name = config_environments(config); *name; name++) {
        g_autofree char *key = g_strdup_printf("env %s.protected", *name);
        if (config_boolean(config, key))
            g_ptr_array_add(names, (gpointer)*name);
    }
    g_ptr_array_add(names, NULL);
    return (const char **)g_ptr_array_steal(names, NULL);
}

const char *const *config_environments(const Config *config) {
    return (const char *const *)config->names->pdata;
}

const GPtrArray *config_entries(const Config *config) {
    return config->entries;
}

bool config_usable(const Config *config, const char *name, GError **error) {
    for (const ConfigKey *row = config_keys; row->section; row++) {
        g_autofree char *full = g_strdup_printf("env %s.%s", name, row->key);
        const Setting *setting = g_hash_table_lookup(config->settings, full);
        if (strcmp(row->section, "env") == 0 && setting && setting->entry.problem) {
            g_set_error_literal(error, CONFIG_ERROR, FAIL_USAGE, setting->entry.problem);
            return false;
        }
    }
    return true;
}

/* "env.url" is that of the environment in force. */
static char *full_name(const Config *config, const char *name) {
    return g_str_has_prefix(name, "env.")
               ? g_strdup_printf("env %s%s", config->environment, name + strlen("env"))
               : g_strdup(name);
}

static const char *nearest_name(const Config *config, const char *name) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer known;

    g_hash_table_iter_init(&iter, config->settings);
    while (g_hash_table_iter_next(&iter, &known, NULL))
        g_ptr_array_add(names, known);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return suggest(name, (const char *const *)names->pdata);
}

const ConfigEntry *config_entry(const Config *config, const char *name, GError **error) {
    g_autofree char *full = full_name(config, name);
    const Setting *setting = g_hash_table_lookup(config->settings, full);

    if (setting)
        return setting->entry.value || setting->entry.problem ? &setting->entry : NULL;
    if (config_row_exists(full) && !g_str_has_prefix(full, "env "))
        return NULL;
    const char *near = nearest_name(config, full);
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                "there is no key '%s'%s%s%s; keys are named as in project.schema, "
                "'migrate config' lists them",
                name, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return NULL;
}

/* NULL when an open section lacks the key. */
static const Setting *expect(const Config *config, const char *name) {
    g_autofree char *full = full_name(config, name);
    const Setting *setting = g_hash_table_lookup(config->settings, full);

    if (!setting && !config_row_exists(full))
        g_error("no configuration key is called %s", full);
    return setting;
}

const char *config_string(const Config *config, const char *name) {
    const Setting *setting = expect(config, name);

    return !setting ? NULL : setting->path ? setting->path : setting->entry.value;
}

bool config_boolean(const Config *config, const char *name) {
    return config_integer(config, name) != 0;
}

gint64 config_integer(const Config *config, const char *name) {
    const Setting *setting = expect(config, name);

    return setting ? setting->number : 0;
}

gint64 config_duration(const Config *config, const char *name) {
    return config_integer(config, name);
}

const char *const *config_list(const Config *config, const char *name) {
    static const char *const none[] = {NULL};
    const Setting *setting = expect(config, name);

    return setting && setting->list ? (const char *const *)setting->list : none;
}

GBytes *config_read(const Config *config, const char *path, GError **error) {
    if (!config->untrusted)
        return file_read(path, error);
    return g_bytes_ref(g_hash_table_lookup(config->texts, path));
}

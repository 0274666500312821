/* Merges the sources of configuration. */

#include "config/config.h"
#include "base/file.h"
#include "base/suggest.h"
#include "config/discovery.h"
#include "config/layers.h"
#include <string.h>

void config_free(Config *config) {
    if (!config)
        return;
    g_free(config->file);
    g_free(config->root);
    g_free(config->environment);
    g_free(config->base);
    g_free(config->trust);
    g_ptr_array_unref(config->names);
    g_hash_table_unref(config->settings);
    g_ptr_array_unref(config->entries);
    g_clear_pointer(&config->dotenv, g_hash_table_unref);
    g_free(config->dotenv_file);
    g_strfreev(config->process);
    g_hash_table_unref(config->texts);
    g_ptr_array_unref(config->notes);
    g_free(config);
}

static Config *config_new(char **process) {
    Config *config = g_new0(Config, 1);

    config->names = g_ptr_array_new_with_free_func(g_free);
    config->settings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, setting_free);
    config->entries = g_ptr_array_new();
    config->texts =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    config->notes = g_ptr_array_new_with_free_func(g_free);
    config->process = process ? g_strdupv(process) : g_get_environ();
    return config;
}

Config *config_load(const ConfigRequest *request, GError **error) {
    g_autoptr(Config) config = config_new(request->environment);

    config->untrusted = request->untrusted;
    config->base = g_strdup(request->base);
    config->trust = g_strdup(request->trust);
    if (!config_read_files(config, request, error) ||
        !config_fill_plain(config, request->flags, error) ||
        !config_fill_environments(config, request->flags, error))
        return NULL;
    if (request->target && !config_usable(config, config->environment, error))
        return NULL;
    if (config->untrusted &&
        (!config_check_paths(config, error) || !config_read_named(config, error)))
        return NULL;
    config_list_entries(config);
    g_ptr_array_add(config->notes, NULL);
    return g_steal_pointer(&config);
}

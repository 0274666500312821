#include "config/tenancy.h"

#include <string.h>

static const char *const keys[TENANTS_WAYS] = {
    [TENANTS_QUERY] = "tenants", [TENANTS_DATABASES] = "databases", [TENANTS_SCHEMAS] = "schemas"};

bool tenancy_read(Tenancy *tenancy, const Config *config, const char *environment, GError **error) {
    const char *name = environment ? environment : config_environment(config);
    g_autofree char *address = g_strdup_printf("env %s.url", name);
    const ConfigEntry *url = config_entry(config, address, NULL);
    *tenancy = (Tenancy){.way = TENANTS_WAYS};
    if (url && url->origin == ORIGIN_FLAG)
        return true;
    for (TenantsWay way = 0; way < TENANTS_WAYS; way++) {
        g_autofree char *key = g_strdup_printf("env %s.%s", name, keys[way]);
        const char *text = config_string(config, key);
        if (text && *text && tenancy->text) {
            g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                        "[env %s] says in two ways who its tenants are, '%s' and '%s'; leave one",
                        name, keys[tenancy->way], keys[way]);
            return false;
        }
        if (text && *text)
            *tenancy = (Tenancy){way, text};
    }
    return true;
}

GPtrArray *tenancy_list(const Tenancy *tenancy, const Endpoint *endpoint, GError **error) {
    return tenants_list(endpoint->conninfo, tenancy->way, tenancy->text, error);
}

/* What follows the first element of a search_path, with its comma; "": nothing. */
static const char *after_first(const char *path) {
    bool quoted = false;
    for (; *path && (quoted || *path != ','); path++)
        quoted = quoted != (*path == '"');
    return path;
}

char *tenancy_path(const char *schema, const char *path) {
    g_autoptr(GString) name = g_string_new(schema);
    g_string_replace(name, "\"", "\"\"", 0);
    return g_strdup_printf("\"%s\"%s", name->str, path ? after_first(path) : "");
}

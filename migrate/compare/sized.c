#include "compare/sized.h"

#include "base/file.h"
#include "compare/live.h"
#include "config/distrust.h"
#include "config/endpoint.h"

Sizes *sized_ask(const Config *config, const char *environment, GError **error) {
    g_auto(Endpoint) endpoint = {0};
    g_auto(Live) live = {0};
    if (!endpoint_open(&endpoint, config, environment, ENDPOINT_EXISTING, error) ||
        !live_open(&live, endpoint.conninfo, NULL, false, error))
        return NULL;
    return sizes_read(live.pg, error);
}

/* What migrate.ini names is beside it. Caller frees. */
static char *path_of(const Config *config, const char *value) {
    const ConfigEntry *entry = config_entry(config, "check.sizes", NULL);
    bool beside = entry && entry->origin == ORIGIN_FILE && !g_path_is_absolute(value);
    return beside ? g_build_filename(config_root(config), value, NULL) : g_strdup(value);
}

static Sizes *read_file(const Config *config, const char *value, GError **error) {
    g_autofree char *path = path_of(config, value), *label = NULL;
    bool untrusted = config_untrusted(config);
    g_autoptr(GBytes) text = untrusted
                                 ? distrust_read_file(path, config_base(config), &label, error)
                                 : file_read(path, error);
    if (!text)
        g_prefix_error(error, "sizes: no environment is called '%s', and as a file: ", value);
    return text ? sizes_parse(text, path, error) : NULL;
}

bool sized_open(const Project *project, bool connects, Sizes **sizes, GError **error) {
    const Config *config = project->config;
    const char *value = config_string(config, "check.sizes");
    bool database = value && g_strv_contains(config_environments(config), value);
    *sizes = NULL;
    if (!value || (database && !connects))
        return true;
    *sizes = database ? sized_ask(config, value, error) : read_file(config, value, error);
    return *sizes;
}

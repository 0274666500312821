#include "config/endpoint.h"

#include "base/term.h"
#include "source/replay.h"
#include <string.h>

bool endpoint_is_embedded(const char *url) {
    return url && strcmp(url, "embedded:") == 0;
}

static bool open_embedded(Endpoint *endpoint, const Config *config, EndpointWish wish,
                          GError **error) {
    EmbeddedOptions options = {.project = config_root(config),
                               .bin_dir = config_string(config, "scratch.bin_dir"),
                               .major = (guint)config_integer(config, "project.server"),
                               .existing = wish == ENDPOINT_EXISTING};
    endpoint->embedded = embedded_open(&options, error);
    if (!endpoint->embedded)
        return false;
    endpoint->conninfo = g_strdup(embedded_conninfo(endpoint->embedded));
    const char *made = embedded_made(endpoint->embedded);
    if (made) {
        g_autofree char *folder = term_escape(made, false);
        term_print(stderr, "note: created a development database in %s\n", folder);
    }
    return true;
}

bool endpoint_open_url(Endpoint *endpoint, const Config *config, const char *url, EndpointWish wish,
                       GError **error) {
    *endpoint = (Endpoint){.label = endpoint_is_embedded(url) ? g_strdup(url) : pg_mask(url)};
    if (endpoint_is_embedded(url))
        return open_embedded(endpoint, config, wish, error);
    endpoint->conninfo = g_strdup(url);
    return true;
}

bool endpoint_open(Endpoint *endpoint, const Config *config, const char *environment,
                   EndpointWish wish, GError **error) {
    const char *in_force = config_environment(config), *name = environment ? environment : in_force;
    g_autofree char *key = g_strdup_printf("env %s.url", name);
    *endpoint = (Endpoint){0};
    if (!config_usable(config, name, error))
        return false;
    const char *url = config_string(config, strcmp(name, in_force) == 0 ? "env.url" : key);
    if (!url) {
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "the environment \"%s\" has no database: set 'url' in [env %s] of migrate.ini, "
                    "or DATABASE_URL, or use "
                    "--url",
                    name, name);
        return false;
    }
    return endpoint_open_url(endpoint, config, url, wish, error);
}

bool endpoint_add_role(const Endpoint *endpoint, const GError *error) {
    g_autofree char *role = endpoint->embedded ? replay_missing_role(error) : NULL;
    g_autoptr(Pg) pg = role ? pg_connect(endpoint->conninfo, "migrate", NULL) : NULL;
    if (!pg)
        return false;
    g_autofree char *name = pg_quote_ident(pg, role);
    g_autofree char *sql = g_strdup_printf("CREATE ROLE %s NOLOGIN", name);
    if (!pg_script(pg, sql, NULL))
        return false;
    g_autofree char *shown = term_escape(role, false);
    term_print(stderr, "note: created the role %s, which the migrations name\n", shown);
    return true;
}

bool endpoint_add_owner(const Endpoint *endpoint, const char *owner, GError **error) {
    if (!endpoint->embedded)
        return true;
    g_autoptr(Pg) pg = pg_connect(endpoint->conninfo, "migrate", error);
    if (!pg)
        return false;
    g_autofree char *role = pg_quote_ident(pg, owner),
                    *database = pg_quote_ident(pg, pg_database(pg)),
                    *create = g_strdup_printf("CREATE ROLE %s NOLOGIN", role),
                    *give = g_strdup_printf("ALTER DATABASE %s OWNER TO %s", database, role);
    g_autoptr(GError) failed = NULL;
    if (!pg_script(pg, create, &failed) && !pg_fault_is(failed, "42710")) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return false;
    }
    return pg_script(pg, give, error);
}

void endpoint_clear(Endpoint *endpoint) {
    embedded_close(endpoint->embedded);
    g_free(endpoint->conninfo);
    g_free(endpoint->label);
    *endpoint = (Endpoint){0};
}

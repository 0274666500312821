#include "config/endpoint.h"

#include "base/term.h"
#include "server/shell.h"
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

/* A password of the environment's is for its own address, and not for one that somebody gives on
 * the command line. What nobody has reviewed is not executed. */
static void take_command(Endpoint *endpoint, const Config *config, const char *name,
                         bool is_in_force) {
    g_autofree char *key = g_strdup_printf("env %s.password_command", name);
    const char *command = config_string(config, is_in_force ? "env.password_command" : key);
    if (!command || *command == '\0' || endpoint->embedded ||
        (is_in_force && config_names_address(config)))
        return;
    if (config_untrusted(config)) {
        term_print(stderr, "note: password_command is not executed in an untrusted run\n");
        return;
    }
    endpoint->url = g_strdup(endpoint->conninfo);
    endpoint->command = command;
    endpoint->folder = config_root(config);
    endpoint->environment = name;
}

/* Its one line. NULL on error. Caller frees. */
static char *ask_password(const Endpoint *endpoint, GError **error) {
    enum { PATIENCE = 60 };
    g_auto(GStrv) environment = shell_environment(endpoint->url, error);
    g_autofree char *text = environment ? shell_capture(endpoint->command, environment,
                                                        endpoint->folder, PATIENCE, error)
                                        : NULL;
    if (!text)
        return NULL;
    g_strchomp(text);
    if (*text != '\0' && !strpbrk(text, "\r\n"))
        return g_steal_pointer(&text);
    g_set_error(error, CONFIG_ERROR, FAIL_ENVIRONMENT, "it printed %s",
                *text == '\0' ? "nothing" : "more than one line");
    return NULL;
}

bool endpoint_renew(Endpoint *endpoint, GError **error) {
    if (!endpoint->command)
        return true;
    g_autofree char *password = ask_password(endpoint, error);
    if (!password) {
        g_prefix_error(error, "password_command of [env %s]: ", endpoint->environment);
        return false;
    }
    g_free(endpoint->conninfo);
    endpoint->conninfo = pg_with_password(endpoint->url, password);
    return true;
}

/* A variable that is set in a shell for something else leads elsewhere without a word. */
static void note_variable(const Config *config, const char *name) {
    const ConfigEntry *url = config_entry(config, "env.url", NULL);
    if (url && url->instead > 0)
        term_print(stderr,
                   "note: %s says which database it is, and not 'url' of [env %s] (%s:%u)\n",
                   url->place, name, config_file(config), url->instead);
}

/* The database that knows the tenants, where it is another than their server's; NULL: none. */
static const char *tenants_url(const Config *config, const char *environment) {
    g_autofree char *query = g_strdup_printf("env %s.tenants", environment),
                    *url = g_strdup_printf("env %s.tenants_url", environment),
                    *one = g_strdup_printf("env %s.url", environment);
    const ConfigEntry *entry = config_entry(config, one, NULL);
    bool given = entry && entry->origin == ORIGIN_FLAG;
    return config_string(config, query) && !given ? config_string(config, url) : NULL;
}

bool endpoint_open(Endpoint *endpoint, const Config *config, const char *environment,
                   EndpointWish wish, GError **error) {
    const char *in_force = config_environment(config), *name = environment ? environment : in_force;
    g_autofree char *key = g_strdup_printf("env %s.url", name);
    *endpoint = (Endpoint){0};
    if (!config_usable(config, name, error))
        return false;
    bool is_in_force = strcmp(name, in_force) == 0;
    const char *list = tenants_url(config, name),
               *url = list ? list : config_string(config, is_in_force ? "env.url" : key);
    if (!url) {
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "the environment \"%s\" has no database: set 'url' in [env %s] of migrate.ini, "
                    "or DATABASE_URL, or use "
                    "--url",
                    name, name);
        return false;
    }
    if (!endpoint_open_url(endpoint, config, url, wish, error))
        return false;
    if (is_in_force)
        note_variable(config, name);
    take_command(endpoint, config, name, is_in_force);
    return endpoint_renew(endpoint, error);
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
    g_free(endpoint->url);
    *endpoint = (Endpoint){0};
}

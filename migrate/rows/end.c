#include "rows/end.h"

#include "apply/ledger.h"
#include "base/suggest.h"
#include <string.h>

G_DEFINE_QUARK(migrate_rows_error, rows_error)

/* Rows are read and written without limits of time; waiting for somebody else has one. */
static const char SETTINGS[] =
    "SELECT pg_catalog.set_config(wanted.name, wanted.value, " PG_FOR_SESSION ")"
    " FROM (VALUES ('statement_timeout', '0'), ('lock_timeout', '30s'),"
    " ('idle_in_transaction_session_timeout', '0'), ('row_security', 'off'), ('jit', 'off'))"
    " AS wanted (name, value);";

static const char IDENTITY[] =
    "SELECT pg_catalog.concat_ws(' ', pg_catalog.date_part('epoch',"
    " pg_catalog.pg_postmaster_start_time()), d.oid) FROM pg_catalog.pg_database d"
    " WHERE d.datname = pg_catalog.current_database()";

static bool is_address(const char *word) {
    return strstr(word, "://") || strchr(word, '=') || endpoint_is_embedded(word);
}

/* Whether a protected environment has this address. */
static bool is_address_of_protected(const Config *config, const char *url) {
    for (const char *const *name = config_environments(config); *name; name++) {
        g_autofree char *key = g_strdup_printf("env %s.url", *name);
        g_autofree char *guard = g_strdup_printf("env %s.protected", *name);
        if (config_boolean(config, guard) && g_strcmp0(config_string(config, key), url) == 0)
            return true;
    }
    return false;
}

static void call_it(End *end, const Config *config, const char *name, const char *conninfo) {
    g_autofree char *guard =
        name ? g_strdup_printf("env %s.protected", name) : g_strdup("env.protected");
    bool address = !name && config_names_address(config);
    end->name = address ? pg_mask(conninfo) : g_strdup(name ? name : config_environment(config));
    end->protected =
        config_boolean(config, guard) || (address && is_address_of_protected(config, conninfo));
}

static bool open_environment(End *end, const Config *config, const char *name, GError **error) {
    if ((name && !config_usable(config, name, error)) ||
        !endpoint_open(&end->endpoint, config, name, ENDPOINT_EXISTING, error))
        return false;
    call_it(end, config, name, end->endpoint.conninfo);
    return true;
}

static bool find(End *end, const Config *config, const char *word, GError **error) {
    const char *const *names = config_environments(config);
    if (!word || g_strv_contains(names, word))
        return open_environment(end, config, word, error);
    if (!is_address(word)) {
        const char *near = suggest(word, names);
        g_set_error(error, ROWS_ERROR, FAIL_USAGE,
                    "there is no environment \"%s\"%s%s%s; migrate.ini names them, as [env NAME]",
                    word, near ? "; did you mean \"" : "", near ? near : "", near ? "\"" : "");
        return false;
    }
    end->protected = is_address_of_protected(config, word);
    if (!endpoint_open_url(&end->endpoint, config, word, ENDPOINT_EXISTING, error))
        return false;
    end->name = g_strdup(end->endpoint.label);
    return true;
}

/* Whatever the address was that led here. */
static bool ask_ledger(End *end, const Config *config, GError **error) {
    g_autofree const char **names = config_protected(config);
    g_autofree char *said = NULL;
    if (!*names)
        return true;
    if (!ledger_environment(end->pg, &said, error))
        return false;
    if (said && g_strv_contains(names, said)) {
        end->by_ledger = g_steal_pointer(&said);
        end->protected = true;
    }
    return true;
}

static bool connect_to(End *end, const Config *config, const char *conninfo,
                       const char *application, GError **error) {
    g_autoptr(Rows) rows = NULL;
    end->pg = pg_connect_asking(conninfo, application, SETTINGS, IDENTITY, 0, &rows, error);
    if (!end->pg || !rows_fit(rows, PG_ONE_ROW("!"), error))
        return false;
    end->identity = g_strdup(rows_value(rows, 0, 0));
    return ask_ledger(end, config, error);
}

bool end_open(End *end, const Config *config, const char *word, const char *application,
              GError **error) {
    return find(end, config, word, error) &&
           connect_to(end, config, end->endpoint.conninfo, application, error);
}

bool end_connect(End *end, const Config *config, const Endpoint *endpoint, const char *application,
                 GError **error) {
    call_it(end, config, NULL, endpoint->conninfo);
    return connect_to(end, config, endpoint->conninfo, application, error);
}

bool end_begin(End *end, bool snapshot, bool read_only, GError **error) {
    g_autofree char *sql = g_strconcat("BEGIN", snapshot ? " ISOLATION LEVEL REPEATABLE READ" : "",
                                       read_only ? " READ ONLY" : " READ WRITE", NULL);
    return pg_script(end->pg, sql, error);
}

bool end_read(End *end, const Project *project, GError **error) {
    end->tables = tables_read(end->pg, project->names.ignore, project->names.ignore_data, error);
    if (!end->tables)
        g_prefix_error(error, "while reading the tables of %s: ", end->name);
    return end->tables;
}

bool end_refuse_protected(const End *end, const char *done, GError **error) {
    if (!end->protected)
        return true;
    if (end->by_ledger && strcmp(end->by_ledger, end->name) != 0)
        g_set_error(error, ROWS_ERROR, FAIL_DECISION,
                    "the ledger of %s says that it is the environment \"%s\", which is protected "
                    "and is not %s",
                    end->name, end->by_ledger, done);
    else
        g_set_error(error, ROWS_ERROR, FAIL_DECISION,
                    "the environment \"%s\" is protected and is not %s", end->name, done);
    return false;
}

const char *end_guarded_name(const End *end) {
    return end->by_ledger ? end->by_ledger : end->name;
}

void end_clear(End *end) {
    tables_free(end->tables);
    pg_close(end->pg);
    endpoint_clear(&end->endpoint);
    g_free(end->name);
    g_free(end->identity);
    g_free(end->by_ledger);
    *end = (End){0};
}

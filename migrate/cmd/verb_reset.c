/* migrate reset: empties a development database. */
#include "base/term.h"
#include "cmd/apply_view.h"
#include "cmd/report_options.h"
#include "sql.h"
#include <string.h>

/* A protected environment, and a database whose ledger calls it another one: both are somebody's.
 */
static bool may_reset(const Config *config, Pg *pg, GError **error) {
    const char *name = config_environment(config);
    g_autofree char *said = NULL;
    if (!ledger_environment(pg, &said, error))
        return false;
    if (!said || strcmp(said, name) == 0)
        return true;
    g_set_error(error, CMD_ERROR, FAIL_DECISION,
                "the ledger of this database says that it is the environment \"%s\", not \"%s\"; "
                "it was left alone",
                said, name);
    return false;
}

static bool confirm(const Invocation *invocation, const char *label, GError **error) {
    const char *name = config_environment(invocation_config(invocation));
    if (invocation_flag(invocation, "yes"))
        return true;
    if (!term_is_interactive(stderr)) {
        g_set_error_literal(
            error, CMD_ERROR, FAIL_DECISION,
            "everything in the database would be dropped, so nothing was; --yes confirms it");
        return false;
    }
    g_autofree char *shown = term_escape(label, false), *shown_name = term_escape(name, false);
    g_autofree char *question = g_strdup_printf(
        "Everything in %s will be dropped. Type the name of the environment to go on (%s): ", shown,
        shown_name);
    g_autofree char *answer = term_ask(question);
    if (answer && strcmp(g_strstrip(answer), name) == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_DECISION, "not confirmed; nothing was dropped");
    return false;
}

static bool drop_all(Pg *pg, GError **error) {
    g_autoptr(Rows) rows =
        pg_script(pg, "BEGIN", error) ? pg_query(pg, SQL_reset, 0, NULL, error) : NULL;
    bool done = rows;
    for (guint i = 0; done && i < rows_count(rows); i++) {
        const char *sql = rows_value(rows, i, 0);
        done = pg_run(pg, sql, strlen(sql), error);
        if (!done)
            g_prefix_error(error, "while running \"%s\" (nothing was dropped): ", sql);
    }
    return done && pg_script(pg, "COMMIT", error);
}

static bool reset_server(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    g_auto(Endpoint) endpoint = {0};
    if (!endpoint_open(&endpoint, config, NULL, ENDPOINT_EXISTING, error))
        return false;
    g_auto(Guard) guard = {0};
    g_autoptr(Pg) pg =
        guard_connect(endpoint.conninfo, "migrate reset", NULL, NULL, 0, &guard, error);
    return pg && may_reset(config, pg, error) && confirm(invocation, endpoint.label, error) &&
           drop_all(pg, error);
}

static bool reset_embedded(const Invocation *invocation, GError **error) {
    return confirm(invocation, "the embedded database", error) &&
           embedded_remove(config_root(invocation_config(invocation)), error);
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    if (config_boolean(config, "env.protected")) {
        g_set_error(error, CMD_ERROR, FAIL_DECISION,
                    "the environment \"%s\" is protected and is never reset",
                    config_environment(config));
        return false;
    }
    bool embedded = endpoint_is_embedded(config_string(config, "env.url"));
    if (!(embedded ? reset_embedded : reset_server)(invocation, error))
        return false;
    term_print(stdout, "The database is empty. Next: 'migrate apply', then 'migrate seed'.\n");
    return true;
}

const Verb verb_reset = {
    .name = "reset",
    .summary = "empty a development database",
    .description =
        "Drops everything in the database of an environment (schemas, extensions, the ledger) in "
        "one transaction. The embedded database is deleted. Roles and settings of the database "
        "stay.\n\n"
        "Refuses a protected environment, and a database whose ledger names another environment. "
        "Asks for the environment's name at the terminal; without a terminal, --yes is required.",
    .options =
        (const Option[]){{"yes", 'y', OPTION_FLAG, .help = "do not ask"}, OPTION_ANSWER, {0}},
    .exits =
        (const VerbExit[]){{FAIL_DECISION, "the environment is protected, or it was not confirmed"},
                           {FAIL_LOCKED, "the embedded database is in use"},
                           {0}},
    .examples =
        (const VerbExample[]){{"migrate reset --yes", "start over, followed by 'migrate apply'"},
                              {"migrate reset", "asks first"},
                              {"migrate reset --env test --yes", "another one than 'dev'"},
                              {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_TARGET,
    .answer = ANSWERS_OBJECT,
    .run = run,
};

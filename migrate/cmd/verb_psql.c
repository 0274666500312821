/* migrate psql: a shell on the database of an environment. */
#include "base/term.h"
#include "cmd/cmd.h"
#include "config/endpoint.h"
#include "config/project.h"
#include "server/shell.h"

/* A server of the user's own may have a pooler in front of it. Caller frees. */
static char **environment_of(const Endpoint *endpoint, const Config *config, GError **error) {
    g_autofree char *path = project_path(config);
    char **environment = shell_environment(endpoint->conninfo, error);
    return environment && path && endpoint->embedded ? shell_add_path(environment, path)
                                                     : environment;
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    g_auto(Endpoint) endpoint = {0};
    g_autofree char *psql = shell_find_psql(config_string(config, "scratch.bin_dir"), error);
    if (!psql || !endpoint_open(&endpoint, config, NULL, ENDPOINT_MAKE, error))
        return false;
    g_auto(GStrv) environment = environment_of(&endpoint, config, error);
    if (!environment || !term_flush(error))
        return false;
    const char *const *given = invocation_arguments(invocation);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, psql);
    for (guint i = 0; given[i]; i++)
        g_ptr_array_add(argv, (gpointer)given[i]);
    g_ptr_array_add(argv, NULL);
    if (endpoint.embedded)
        embedded_hand_on(endpoint.embedded);
    shell_exec((const char *const *)argv->pdata, environment, error);
    return false;
}

const Verb verb_psql = {
    .name = "psql",
    .summary = "open a shell on a database",
    .description = "Runs psql on the database of an environment. The connection is passed in PG* "
                   "variables, so no password shows in the list of processes. The embedded "
                   "database is started, and runs until psql ends; names without a schema mean "
                   "there what they mean in migrations. Elsewhere the search_path is that of the "
                   "role or the database.\n\n"
                   "Arguments are passed to psql; put those that begin with '-' after '--'.",
    .arguments = "[ARGUMENT...]",
    .examples =
        (const VerbExample[]){
            {"migrate psql", "the development database"},
            {"migrate psql --env production -- -c 'SELECT * FROM migrate.history'", NULL},
            {"migrate psql -- -f report.sql", "a file"},
            {"migrate psql --env staging", "another environment"},
            {0}},
    .group = GROUP_PROMOTE,
    .shared = VERB_TARGET,
    .run = run,
};

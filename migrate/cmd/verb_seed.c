/* migrate seed: loads seed data. */
#include "base/file.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "config/endpoint.h"
#include "config/project.h"
#include "server/shell.h"

typedef struct {
    const Config *config;
    Answer *answer;
    Endpoint endpoint;
    char **environment;
    char *path;   /* search_path; NULL: the connection's own */
    char *set_it; /* the SQL that a file of seeds begins with */
} Seeding;

static void seeding_clear(Seeding *seeding) {
    endpoint_clear(&seeding->endpoint);
    g_strfreev(seeding->environment);
    g_free(seeding->path);
    g_free(seeding->set_it);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seeding, seeding_clear)

static bool run_one(const Seeding *seeding, const char *const *argv, const char *folder,
                    const char *what, GError **error) {
    int status = 0;
    g_autofree char *shown = term_escape(what, false), *valid = g_utf8_make_valid(what, -1);
    if (!shell_run(argv, seeding->environment, folder, &status, error))
        return false;
    if (status != 0) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s failed (exit status %d)", what, status);
        return false;
    }
    answer_append(seeding->answer, "done", json_string(valid));
    term_print(stdout, "%sdone%s %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown);
    return true;
}

static bool run_command(const Seeding *seeding, const char *command, GError **error) {
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    return run_one(seeding, argv, config_root(seeding->config), command, error);
}

/* psql, because seeds are full of what only it knows: COPY with its data, \copy, variables. */
static bool run_file(const Seeding *seeding, const char *psql, const char *path, GError **error) {
    const char *const argv[] = {psql,
                                "--no-psqlrc",
                                "--quiet",
                                "--single-transaction",
                                "--set=ON_ERROR_STOP=1",
                                "--output=/dev/null",
                                "--command",
                                seeding->set_it,
                                "--file",
                                path,
                                NULL};
    return run_one(seeding, argv, ".", path, error);
}

/* In the transaction of the file, because poolers do not take a connection's options. Caller frees.
 */
static char *setting_sql(const char *path) {
    g_autoptr(GString) sql = g_string_new("SELECT 1");
    if (path)
        g_string_assign(sql, "SELECT pg_catalog.set_config('search_path', E'");
    for (; path && *path; path++)
        g_string_append_printf(sql, *path == '\'' || *path == '\\' ? "\\%c" : "%c", *path);
    return g_strconcat(sql->str, path ? "', true)" : "", NULL);
}

static bool run_files(const Seeding *seeding, GError **error) {
    const char *folder = config_string(seeding->config, "project.seeds");
    g_autofree char *psql =
        shell_find_psql(config_string(seeding->config, "scratch.bin_dir"), error);
    if (!psql)
        return false;
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "there is nothing to seed from: put SQL files into %s, or a command into "
                    "'seed' of [env %s] in migrate.ini",
                    folder, config_environment(seeding->config));
        return false;
    }
    g_autoptr(GPtrArray) files = file_list(folder, ".sql", error);
    for (guint i = 0; files && i < files->len; i++) {
        g_autofree char *path = g_build_filename(folder, files->pdata[i], NULL);
        if (!run_file(seeding, psql, path, error))
            return false;
    }
    if (files && files->len == 0)
        term_print(stderr, "note: there are no *.sql files in %s\n", folder);
    return files;
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Seeding) seeding = {.config = invocation_config(invocation),
                               .answer = invocation_answer(invocation)};
    if (config_boolean(seeding.config, "env.protected")) {
        g_set_error(error, CMD_ERROR, FAIL_DECISION,
                    "the environment \"%s\" is protected and is not seeded",
                    config_environment(seeding.config));
        return false;
    }
    if (!endpoint_open(&seeding.endpoint, seeding.config, NULL, ENDPOINT_EXISTING, error))
        return false;
    seeding.environment = shell_environment(seeding.endpoint.conninfo, error);
    if (!seeding.environment)
        return false;
    const Embedded *embedded = seeding.endpoint.embedded;
    seeding.path = project_path(seeding.config);
    seeding.set_it = setting_sql(seeding.path);
    if (embedded && seeding.path)
        seeding.environment = shell_add_path(seeding.environment, seeding.path);
    seeding.environment =
        g_environ_setenv(seeding.environment, "DATABASE_URL",
                         embedded ? embedded_url(embedded) : seeding.endpoint.conninfo, TRUE);
    const char *command = config_string(seeding.config, "env.seed");
    return command && *command ? run_command(&seeding, command, error) : run_files(&seeding, error);
}

const Verb verb_seed = {
    .name = "seed",
    .summary = "load seed data",
    .description = "Runs every *.sql file below seeds/ in the order of their names, each with psql "
                   "in one transaction. If the environment sets 'seed', runs that command instead, "
                   "in the project's folder, with DATABASE_URL and the PG* variables set for this "
                   "database. Refuses a protected environment.",
    .options = (const Option[]){OPTION_ANSWER, {0}},
    .exits = (const VerbExit[]){{FAIL_DECISION, "the environment is protected"}, {0}},
    .examples = (const VerbExample[]){{"migrate seed", "after 'migrate apply'"}, {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_TARGET,
    .answer = ANSWERS_OBJECT,
    .run = run,
};

/* migrate seed: loads seed data. */
#include "base/file.h"
#include "base/hash.h"
#include "base/term.h"
#include "cmd/answer.h"
#include "cmd/report_options.h"
#include "config/project.h"
#include "rows/generate.h"
#include "rows/import.h"
#include "rows/infile.h"
#include "rows/seeds.h"
#include "server/shell.h"
#include <string.h>

typedef struct {
    const Config *config;
    Answer *answer;
    Endpoint endpoint;
    char **environment;
    char *path;   /* search_path; NULL: the connection's own */
    char *set_it; /* the SQL that a file of seeds begins with */
    char *psql;
    End end; /* where files of rows go */
    Seeds seeds;
    Project project;
    bool again; /* files that are unchanged, too */
} Seeding;

static void seeding_clear(Seeding *seeding) {
    endpoint_clear(&seeding->endpoint);
    g_strfreev(seeding->environment);
    g_free(seeding->path);
    g_free(seeding->set_it);
    g_free(seeding->psql);
    end_clear(&seeding->end);
    project_clear(&seeding->project);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seeding, seeding_clear)

static void tell_done(const Seeding *seeding, const char *what) {
    g_autofree char *shown = term_escape(what, false), *valid = g_utf8_make_valid(what, -1);
    answer_append(seeding->answer, "done", json_string(valid));
    term_print(stdout, "%sdone%s %s\n", term_style(stdout, STYLE_GREEN),
               term_style(stdout, STYLE_PLAIN), shown);
}

static bool run_one(const Seeding *seeding, const char *const *argv, const char *folder,
                    const char *what, GError **error) {
    int status = 0;
    if (!shell_run(argv, seeding->environment, folder, &status, error))
        return false;
    if (status != 0) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s failed (exit status %d)", what, status);
        return false;
    }
    tell_done(seeding, what);
    return true;
}

static bool run_command(const Seeding *seeding, const char *command, GError **error) {
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    return run_one(seeding, argv, config_root(seeding->config), command, error);
}

/* psql, because seeds are full of what only it knows: COPY with its data, \copy, variables. `mark`
 * is in the same transaction. */
static bool run_sql(Seeding *seeding, const char *path, const char *mark, GError **error) {
    if (!seeding->psql)
        seeding->psql = shell_find_psql(config_string(seeding->config, "scratch.bin_dir"), error);
    const char *const argv[] = {seeding->psql,
                                "--no-psqlrc",
                                "--quiet",
                                "--single-transaction",
                                "--set=ON_ERROR_STOP=1",
                                "--output=/dev/null",
                                "--command",
                                seeding->set_it,
                                "--file",
                                path,
                                "--command",
                                mark,
                                NULL};
    return seeding->psql && run_one(seeding, argv, ".", path, error);
}

/* --- files of rows */

static bool open_once(Seeding *seeding, GError **error) {
    return seeding->project.config || (project_open(&seeding->project, seeding->config, error) &&
                                       seeds_open(&seeding->seeds, seeding->end.pg, error));
}

static bool begin(Seeding *seeding, GError **error) {
    return open_once(seeding, error) && end_begin(&seeding->end, false, false, error);
}

static bool read_tables(Seeding *seeding, GError **error) {
    g_clear_pointer(&seeding->end.tables, tables_free);
    return end_read(&seeding->end, &seeding->project, error);
}

static bool run_rows(Seeding *seeding, const char *path, const char *mark, GError **error) {
    const ImportRequest request = {.project = &seeding->project, .path = path, .upsert = true};
    Imported imported = {0};
    if (!read_tables(seeding, error) || !data_import(&seeding->end, &request, &imported, error) ||
        !pg_script(seeding->end.pg, mark, error) || !pg_script(seeding->end.pg, "COMMIT", error))
        return false;
    tell_done(seeding, path);
    return true;
}

static void tell_unchanged(const Seeding *seeding, const char *path) {
    g_autofree char *shown = term_escape(path, false), *valid = g_utf8_make_valid(path, -1);
    answer_append(seeding->answer, "unchanged", json_string(valid));
    term_print(stdout, "unchanged %s\n", shown);
}

/* In the transaction that holds the lock, so that two runs do not both find a file new. */
static bool run_locked(Seeding *seeding, const char *path, const char *sum, GError **error) {
    g_autofree char *mark = seeds_mark(&seeding->seeds, path, sum);
    bool has;
    if (!seeds_lock(&seeding->seeds, error) || !seeds_has(&seeding->seeds, path, sum, &has, error))
        return false;
    if (!has || seeding->again)
        return row_file_is(path) ? run_rows(seeding, path, mark, error)
                                 : run_sql(seeding, path, mark, error);
    tell_unchanged(seeding, path);
    return true;
}

/* What a file of seeds was loaded from once, is not loaded again. What is left of the transaction
 * behind it was the lock. */
static bool run_file(Seeding *seeding, const char *path, GError **error) {
    g_autoptr(GBytes) bytes = file_read(path, error);
    g_autoptr(Hash) hash = hash_new();
    if (!bytes || !begin(seeding, error))
        return false;
    hash_add(hash, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    Sum sum = hash_end(hash);
    g_autofree char *hex = sum_hex(&sum);
    bool done = run_locked(seeding, path, hex, error);
    pg_script(seeding->end.pg, "ROLLBACK", NULL);
    return done;
}

/* What was made up, of one table. */
typedef struct {
    char *table;
    gint64 rows;
} Made;

static void made_clear(gpointer data) {
    g_free(((Made *)data)->table);
}

static void note_generated(const char *table, gint64 rows, void *data) {
    const Made made = {g_strdup(table), rows};
    g_array_append_val((GArray *)data, made);
}

static void tell_generated(const Seeding *seeding, const char *table, gint64 rows) {
    g_autofree char *shown = term_escape(table, false);
    if (seeding->answer)
        answer_append(seeding->answer, "generated",
                      json_pack("{s:s, s:I}", "table", table, "rows", (json_int_t)rows));
    term_print(stdout, "%sgenerated%s %s (%" G_GINT64_FORMAT " rows)\n",
               term_style(stdout, STYLE_GREEN), term_style(stdout, STYLE_PLAIN), shown, rows);
}

static bool generate(Seeding *seeding, const char *const *words, GError **error) {
    g_autofree char *home = seeding->path ? pg_first_of_path(seeding->path) : NULL;
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(Made));
    g_array_set_clear_func(made, made_clear);
    if (!begin(seeding, error) || !read_tables(seeding, error) ||
        !generate_rows(&seeding->end, words, home, note_generated, made, error) ||
        !pg_script(seeding->end.pg, "COMMIT", error))
        return false;
    for (guint i = 0; i < made->len; i++)
        tell_generated(seeding, g_array_index(made, Made, i).table,
                       g_array_index(made, Made, i).rows);
    return true;
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

static gint by_name(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All files below `folder` that can be loaded, in the order of their names. */
static GPtrArray *list_files(const char *folder, GError **error) {
    static const char *const suffixes[] = {".sql", ".json", ".ndjson", ".jsonl", ".csv"};
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        g_autoptr(GPtrArray) some = file_list(folder, suffixes[i], error);
        if (!some)
            return NULL;
        for (guint n = 0; n < some->len; n++)
            g_ptr_array_add(files, g_strdup(some->pdata[n]));
    }
    g_ptr_array_sort(files, by_name);
    return g_steal_pointer(&files);
}

static bool run_files(Seeding *seeding, GError **error) {
    const char *folder = config_string(seeding->config, "project.seeds");
    if (g_file_test(folder, G_FILE_TEST_IS_REGULAR))
        return run_file(seeding, folder, error);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "there is nothing to seed from: put SQL files into %s, or files of rows, or a "
                    "command into 'seed' of [env %s] in migrate.ini",
                    folder, config_environment(seeding->config));
        return false;
    }
    g_autoptr(GPtrArray) files = list_files(folder, error);
    for (guint i = 0; files && i < files->len; i++) {
        g_autofree char *path = g_build_filename(folder, files->pdata[i], NULL);
        if (!run_file(seeding, path, error))
            return false;
    }
    if (files && files->len == 0)
        term_print(stderr, "note: there are no *.sql files in %s\n", folder);
    return files;
}

/* A protected one is not even connected to, where migrate.ini says so. */
static bool open_end(Seeding *seeding, GError **error) {
    const Config *config = seeding->config;
    const End named = {.name = (char *)config_environment(config),
                       .protected = config_boolean(config, "env.protected")};
    return end_refuse_protected(&named, "seeded", error) &&
           endpoint_open(&seeding->endpoint, config, NULL, ENDPOINT_EXISTING, error) &&
           end_connect(&seeding->end, config, &seeding->endpoint, "migrate seed", error) &&
           end_refuse_protected(&seeding->end, "seeded", error);
}

static bool run(const Invocation *invocation, GError **error) {
    g_auto(Seeding) seeding = {.config = invocation_config(invocation),
                               .answer = invocation_answer(invocation)};
    if (!open_end(&seeding, error))
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
    const char *const *words = invocation_list(invocation, "generate");
    seeding.again = invocation_flag(invocation, "again");
    if (*words)
        return generate(&seeding, words, error);
    const char *command = config_string(seeding.config, "env.seed");
    if (!command || !*command)
        return run_files(&seeding, error);
    end_clear(&seeding.end); /* a pool may have one session only */
    return run_command(&seeding, command, error);
}

const Verb verb_seed = {
    .name = "seed",
    .summary = "load seed data",
    .description =
        "Loads every file below seeds/ in the order of their names, each in one transaction: *.sql "
        "with psql, and rows in *.json, *.ndjson and *.csv as `migrate data import --upsert` does. "
        "What was loaded before and did not change is passed over, where the database has a "
        "ledger. If the environment sets 'seed', runs that command instead, in the project's "
        "folder, with DATABASE_URL and the PG* variables set for this database.\n\n"
        "With --generate, rows are made up that the tables take: types, lengths, NOT NULL, unique "
        "and foreign keys hold, and checks where values can be found for them; the same numbers "
        "give the same rows. Refuses a protected environment.",
    .options = (const Option[]){{"generate", .kind = OPTION_LIST, .argument = "TABLE:NUMBER",
                                 .help = "make up so many rows for this table"},
                                {"again", .kind = OPTION_FLAG,
                                 .help = "load files that did not change, too"},
                                OPTION_ANSWER,
                                {0}},
    .exits = (const VerbExit[]){{FAIL_DECISION, "the environment is protected"}, {0}},
    .examples = (const VerbExample[]){{"migrate seed", "after 'migrate apply'"},
                                      {"migrate seed --generate 'people.pupil: 1000'", NULL},
                                      {"migrate seed --env test", "another one than 'dev'"},
                                      {"migrate seed --url postgresql:///app",
                                       "a database that has no name here"},
                                      {0}},
    .group = GROUP_DEVELOP,
    .shared = VERB_TARGET,
    .answer = ANSWERS_OBJECT,
    .run = run,
};

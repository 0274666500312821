/* Sets up a project: its folders, its configuration, its workflow. Existing files are kept. */

#include "base/file.h"
#include "base/paths.h"
#include "base/term.h"
#include "cmd/ci_file.h"
#include "cmd/cmd.h"
#include "cmd/draft_view.h"
#include "cmd/init_files.h"
#include "cmd/init_find.h"
#include "cmd/report_options.h"
#include "compare/imported.h"
#include "config/extensions.h"
#include "config/prisma_project.h"
#include "server/server.h"
#include <string.h>
#include <unistd.h>

static const char schema_text[] = "-- The schema as it should be, in plain SQL. After a change, "
                                  "'migrate create NAME' writes the\n"
                                  "-- migration.\n";

static const char prisma_text[] = "datasource db {\n  provider = \"postgresql\"\n}\n";

/* `text` is SQL: the first of several sources that is SQL begins with it. */
static bool make_schema(Answer *answer, const Config *config, const char *text, GError **error) {
    g_auto(GStrv) paths = paths_split(config_string(config, "project.schema"));
    bool done = true;

    for (guint i = 0; paths[i] && done; i++) {
        if (g_str_has_suffix(paths[i], ".prisma")) {
            done = init_make_file(answer, paths[i], prisma_text, error);
            continue;
        }
        done = g_str_has_suffix(paths[i], ".sql")
                   ? init_make_file(answer, paths[i], text, error)
                   : init_make_folder(answer, paths[i], *text ? "schema.sql" : ".gitkeep", text,
                                      error);
        text = "";
    }
    return done;
}

/* Whether SQL can be written there. */
static bool is_absent(const char *path, GError **error) {
    if (g_str_has_suffix(path, ".prisma")) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s is in Prisma's language, and --from writes SQL; name a path for SQL as the "
                    "schema",
                    path);
        return false;
    }
    if (!init_exists(path))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s exists already; --from creates both the schema and the first migration", path);
    return false;
}

/* The schema of a live database is written whole or not at all: an existing one would be a
 * different one. */
static bool is_new(const Config *config, GError **error) {
    g_auto(GStrv) paths = paths_split(config_string(config, "project.schema"));

    for (guint i = 0; paths[i]; i++)
        if (!is_absent(paths[i], error))
            return false;
    return is_absent(config_string(config, "project.migrations"), error);
}

/* The names that `sql` creates, as the value of scratch.extensions; NULL when there are none.
 * Caller frees. */
static char *extension_list(const char *sql) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(sql, strlen(sql));
    g_autoptr(GPtrArray) scripts = g_ptr_array_new_with_free_func((GDestroyNotify)script_free);
    g_ptr_array_add(scripts, script_new("schema.sql", bytes, false));
    const Source source = {.scripts = scripts};
    g_autoptr(GPtrArray) created = extensions_of(&source);
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < created->len; i++)
        g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "",
                               ((const Extension *)created->pdata[i])->name);
    return list->len > 0 ? g_strdup(list->str) : NULL;
}

/* Pull requests may create the extensions that the database has, also before the first migration is
 * on the base branch. Only a migrate.ini that nobody has edited yet is changed. */
static bool name_extensions(const char *settings, const char *sql, GError **error) {
    static const char key[] = "\n#extensions = ";
    g_autofree char *list = extension_list(sql), *text = NULL, *now = NULL;
    const char *line = strstr(settings, key);

    if (!list || !line || !g_file_get_contents("migrate.ini", &now, NULL, NULL) ||
        strcmp(now, settings) != 0)
        return true;
    text = g_strdup_printf("%.*s\nextensions = %s%s", (int)(line - settings), settings, list,
                           line + 1 + strcspn(line + 1, "\n"));
    return file_write("migrate.ini", text, strlen(text), 0644, error);
}

static bool make_imported(Answer *answer, const Config *config, const char *settings,
                          const char *url, char **version, GError **error) {
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *sql = imported_schema(config, url, notes, error);
    g_autofree char *schema = sql ? g_strconcat(schema_text, "\n", sql, NULL) : NULL;
    const char *folder = config_string(config, "project.migrations");
    g_autoptr(History) history = NULL;
    g_autofree char *path = NULL;

    draft_print_notes(notes);
    if (!sql || !name_extensions(settings, sql, error) ||
        !make_schema(answer, config, schema, error) || !file_mkdirs(folder, error))
        return false;
    history = history_read(folder, error);
    if (!history)
        return false;
    *version = history_next_version(history, g_get_real_time() / G_USEC_PER_SEC);
    path = migration_write(history, *version, "baseline", sql, NULL, error);
    if (path)
        init_tell(answer, INIT_CREATED, path, "");
    return path;
}

/* Prisma's history has a file that names the database. */
static bool make_empty(Answer *answer, const Config *config, bool prisma, GError **error) {
    static const char lock[] =
        "# Please do not edit this file manually\n# It should be added in your version-control "
        "system (e.g., Git)\nprovider = \"postgresql\"\n";
    return make_schema(answer, config, schema_text, error) &&
           init_make_folder(answer, config_string(config, "project.migrations"),
                            prisma ? "migration_lock.toml" : ".gitkeep", prisma ? lock : "", error);
}

static void tell_next(const Config *config, const char *version) {
    g_autofree char *schema = term_escape(config_string(config, "project.schema"), false);

    if (!*config_string(config, "project.migrations") &&
        init_exists(config_string(config, "project.schema")))
        term_print(
            stdout,
            "\nNext: 'migrate drift' compares databases with %s, which the tool that has the "
            "migrations writes.\n",
            schema);
    else if (!*config_string(config, "project.migrations"))
        term_print(stdout,
                   "\nNext: 'migrate schema export URL' writes the schema of a database that their "
                   "tool has migrated; 'migrate drift' compares databases with it from then on.\n");
    else if (version)
        term_print(stdout,
                   "\nNext: give that database a section [env NAME] in migrate.ini, then 'migrate "
                   "baseline %s --env NAME' records that it has the first migration already.\n",
                   version);
    else
        term_print(stdout,
                   "\nNext: describe the schema in %s, then 'migrate create NAME' writes the first "
                   "migration.\n",
                   schema);
}

static bool make_ci_file(Answer *answer, const char *system, GError **error) {
    g_autofree char *path = NULL, *text = NULL;
    if (!ci_file_make(system, &path, &text))
        return true;
    bool new = !init_exists(path);
    if (!init_make_file(answer, path, text, error))
        return false;
    if (new &&strstr(text, "THE.OWNER"))
        term_print(stdout, "In it, put the owner of migrate's repository in the place of "
                           "THE.OWNER.\n");
    if (new &&strstr(text, "$MIGRATE_IMAGE"))
        term_print(stdout, "Set the variable MIGRATE_IMAGE to an image of ci/Containerfile.\n");
    return true;
}

/* The commented settings with a value for a key of the section that stands there. Caller frees. */
static char *set_key(const char *settings, const char *section, const char *key,
                     const char *value) {
    g_autofree char *head = g_strdup_printf("\n[%s]\n", section),
                    *line = g_strdup_printf("\n#%s = ", key);
    const char *from = strstr(settings, head), *at = from ? strstr(from, line) : NULL;
    if (!*value || !at)
        return g_strdup(settings);
    const char *end = at + 1 + strcspn(at + 1, "\n");
    return g_strdup_printf("%.*s\n%s = %s%s", (int)(at - settings), settings, key, value, end);
}

/* A text as a value: a dollar in it is no variable. Caller frees. */
static char *literal_value(const char *text) {
    GString *value = g_string_new(text ? text : "");
    g_string_replace(value, "${", "$${", 0);
    return g_string_free(value, FALSE);
}

/* A path as a value; NULL: "". Caller frees. */
static char *path_value(const char *path) {
    const char *const paths[] = {path, NULL};
    g_autofree char *text = paths_join(paths);
    return literal_value(text);
}

/* A project of Prisma's goes on with what it has. Caller frees. */
static char *settings_for(Answer *answer, const PrismaProject *prisma, char *settings) {
    /* Only the address is a variable, and stands for itself. */
    const struct {
        const char *what, *title, *section, *key;
        char *(*value)(const char *text);
        const PrismaSaying *saying;
    } rows[] = {
        {"schema", "the schema", "project", "schema", path_value, &prisma->schema},
        {"migrations", "the history", "project", "migrations", path_value, &prisma->migrations},
        {"database", "the database", "env dev", "url", g_strdup, &prisma->url},
        {"seeds", "the seeds", "env dev", "seed", literal_value, &prisma->seed}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *before = settings;
        const char *said = rows[i].saying->value;
        g_autofree char *value = said ? rows[i].value(said) : g_strdup("");
        settings = set_key(before, rows[i].section, rows[i].key, value);
        init_tell_found(answer, rows[i].what, rows[i].title, rows[i].saying->value,
                        rows[i].saying->file);
    }
    return settings;
}

static bool is_for_postgresql(const PrismaProject *prisma, GError **error) {
    if (!prisma->provider || g_str_equal(prisma->provider, "postgresql") ||
        g_str_equal(prisma->provider, "postgres"))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s is for %s, and migrate for PostgreSQL only; to begin without it, write a "
                "migrate.ini that names another schema",
                prisma->schema.value, prisma->provider);
    return false;
}

static void tell_several(Answer *answer, const GPtrArray *schemas) {
    for (guint i = 0; i < schemas->len; i++)
        init_tell_found(answer, "schema",
                        "a schema of Prisma's, not taken, as there are several:", schemas->pdata[i],
                        "name one as schema in migrate.ini");
}

/* Takes over what a project of Prisma's says, where there is no migrate.ini yet. */
static bool take_prisma(Answer *answer, const Found *found, char **settings, bool *taken,
                        GError **error) {
    g_auto(PrismaProject) prisma = {0};
    if (!prisma_project_find(&prisma, found->prisma->len == 1 ? found->prisma->pdata[0] : NULL)) {
        tell_several(answer, found->prisma);
        return true;
    }
    if (!is_for_postgresql(&prisma, error))
        return false;
    *settings = settings_for(answer, &prisma, *settings);
    if (prisma.literal)
        term_print(stdout,
                   "%snote:%s the address of the database stands in the schema itself and is "
                   "not repeated; name it as url under [env dev] in migrate.ini\n",
                   term_style(stdout, STYLE_YELLOW), term_style(stdout, STYLE_PLAIN));
    *taken = true;
    return true;
}

/* Takes the settings; what they become. */
static char *set_path(char *settings, const char *key, const char *path) {
    g_autofree char *before = settings, *value = path_value(path);
    return set_key(before, "project", key, value);
}

/* Takes the settings; what they become where a key of [project] is left empty. */
static char *set_none(char *settings, const char *key) {
    g_autofree char *before = settings, *line = g_strdup_printf("\n#%s = %s\n", key, key),
                    *none = g_strdup_printf("\n%s =\n", key);
    GString *text = g_string_new(before);
    g_string_replace(text, line, none, 1);
    return g_string_free(text, FALSE);
}

/* The server's version counts where scratch databases can have it. */
static char *set_server(Answer *answer, char *settings, const Found *found) {
    g_autofree char *before = settings;
    g_autofree char *major = g_strdup_printf("%u", found->server);
    Programs *programs = found->server ? programs_find(NULL, found->server, NULL) : NULL;
    if (!found->server)
        return g_steal_pointer(&before);
    init_tell_found(answer, "server", "PostgreSQL", major, found->server_file);
    if (!programs) {
        term_print(stdout,
                   "         it is not installed here, so that the newest that is there is used; "
                   "'server = %s' under [project] in migrate.ini asks for it\n",
                   major);
        return g_steal_pointer(&before);
    }
    programs_free(programs);
    return set_key(before, "project", "server", major);
}

static void tell_histories(Answer *answer, const GPtrArray *histories) {
    for (guint i = 0; i < histories->len; i++) {
        const FoundHistory *history = histories->pdata[i];
        g_autofree char *what =
            g_strdup_printf("%u migration%s in", history->count, history->count == 1 ? "" : "s");
        g_autofree char *where = history->layout->programs
                                     ? g_strdup("programs, which are left to their tool")
                                     : g_strdup_printf("layout %s%s", history->layout->name,
                                                       i ? "; not taken, the first is" : "");
        init_tell_found(answer, "migrations", what, history->path, where);
    }
}

static void tell_names(Answer *answer, const char *what, const char *title,
                       const GPtrArray *names) {
    for (guint i = 0; i < names->len; i++)
        init_tell_found(answer, what, title, names->pdata[i], NULL);
}

/* What is there without Prisma. Takes the settings; what they become. */
static char *settings_of_found(Answer *answer, const Found *found, char *settings) {
    const FoundHistory *first = found->histories->len ? found->histories->pdata[0] : NULL;
    tell_histories(answer, found->histories);
    init_tell_found(answer, "schema", "the schema", found->schema, NULL);
    init_tell_found(answer, "seeds", "the seeds", found->seeds, NULL);
    init_tell_found(answer, "database", "the database", found->url, ".env");
    bool programs = first && first->layout->programs;
    settings = set_path(settings, "migrations", first && !programs ? first->path : NULL);
    if (programs)
        settings = set_none(settings, "migrations");
    settings = set_path(settings, "schema", found->schema);
    settings = set_path(settings, "seeds", found->seeds);
    g_autofree char *before = settings;
    return set_key(before, "env dev", "url", found->url ? found->url : "");
}

/* Takes what the repository has before anything is written, where there is no migrate.ini yet. */
static void look(Answer *answer, bool prisma, const Found *found, char **settings) {
    if (!prisma)
        *settings = settings_of_found(answer, found, *settings);
    *settings = set_server(answer, *settings, found);
    g_autofree char *before = *settings;
    *settings = set_key(before, "scratch", "preset", found->preset ? found->preset : "");
    tell_names(answer, "tool", "", found->tools);
    tell_names(answer, "extension", "the extension", found->extensions);
}

/* What comes after a history that is there: the schema is made of it, or compared with it. */
static void tell_next_of_history(const Config *config) {
    g_auto(GStrv) paths = paths_split(config_string(config, "project.schema"));
    bool missing = false;
    for (guint i = 0; paths[i]; i++)
        missing = missing || !init_exists(paths[i]);
    if (missing)
        term_print(stdout,
                   "\nNext: 'migrate schema export' writes the schema that these migrations come "
                   "to, and 'migrate check' holds the two together from then on. To go by the "
                   "migrations alone, leave 'schema =' empty in migrate.ini.\n");
    else
        term_print(stdout, "\nNext: 'migrate check' compares the schema with its migrations.\n");
}

/* Writes migrate.ini, unless it is there, and reads the configuration; without one that can be
 * read, nothing is left behind. */
static Config *begin(Answer *answer, const char *settings, GError **error) {
    static const char path[] = "migrate.ini";
    const ConfigRequest request = {.file = path};
    bool new = !init_exists(path);
    if (new && !file_create(path, settings, strlen(settings), 0644, error))
        return NULL;
    Config *config = config_load(&request, error);
    if (!config && new)
        unlink(path);
    if (config)
        init_tell(answer, new ? INIT_CREATED : INIT_KEPT, path, new ? "" : " (exists already)");
    return config;
}

/* The folder of the project that a history belongs to; NULL: it is this one. Caller frees. */
static char *project_of(const FoundHistory *history) {
    static const char *const between[] = {"prisma", "db", "database", "sql", "internal", NULL};
    char *folder = g_path_get_dirname(history->path);
    g_autofree char *name = g_path_get_basename(folder);
    if (g_strv_contains(between, name)) {
        char *above = g_path_get_dirname(folder);
        g_free(folder);
        folder = above;
    }
    if (strcmp(folder, ".") != 0)
        return folder;
    g_free(folder);
    return NULL;
}

/* Histories in several folders are as a rule several services. */
static void tell_services(const GPtrArray *histories) {
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; histories && i < histories->len; i++) {
        g_autofree char *folder = project_of(histories->pdata[i]);
        char *name = folder ? g_path_get_basename(folder) : NULL;
        g_autofree char *clean = folder ? term_escape(folder, false) : NULL;
        if (name && g_hash_table_add(names, name))
            g_string_append_printf(lines, "  %s = %s\n", name, clean);
    }
    if (g_hash_table_size(names) > 1)
        term_print(
            stdout,
            "\nThese look like several projects. Where they are services of their own, give "
            "each its migrate.ini ('migrate init -C FOLDER'), and name them in one above:\n\n"
            "  [services]\n%s\n'migrate help services' says more.\n",
            lines->str);
}

static bool run(const Invocation *invocation, GError **error) {
    Answer *answer = invocation_answer(invocation);
    const char *from = invocation_string(invocation, "from");
    g_autofree char *settings = config_template(), *version = NULL;
    g_autoptr(Config) config = NULL;
    g_auto(Found) found = {0};
    bool made, history, prisma = false, fresh = !from && !init_exists("migrate.ini");

    if (fresh)
        init_find(&found);
    if (fresh && !take_prisma(answer, &found, &settings, &prisma, error))
        return false;
    if (fresh)
        look(answer, prisma, &found, &settings);
    config = begin(answer, settings, error);
    if (!config || (from && !is_new(config, error)))
        return false;
    history = !prisma && init_count_migrations(config_string(config, "project.migrations"));
    made = from      ? make_imported(answer, config, settings, from, &version, error)
           : history ? true
           : *config_string(config, "project.migrations") == '\0'
               ? true
               : make_empty(answer, config, prisma, error);
    if (!made || !init_extend_ignore(answer, error) ||
        !make_ci_file(answer, invocation_string(invocation, "ci"), error))
        return false;
    if (prisma)
        term_print(stdout,
                   "\nNext: 'migrate check' compares the schema with its migrations, "
                   "'migrate status' reads what Prisma's ledger says; 'migrate help prisma' "
                   "and 'migrate help ledger' say more.\n");
    else if (history)
        tell_next_of_history(config);
    else
        tell_next(config, version);
    tell_services(found.histories);
    return true;
}

const Verb verb_init = {
    .name = "init",
    .summary = "set up a new project in this folder",
    .description =
        "Creates what a project needs: a schema and a folder of migrations, migrate.ini with every "
        "setting explained, lines in .gitignore, and a file for GitHub or GitLab that checks pull "
        "or merge requests.\n\n"
        "It looks first: migrations in any layout that is read, schema files, the address of the "
        "database in .env, the server's version in compose files and workflows, tools and "
        "extensions. What it finds is said, and named in migrate.ini; beside migrations no second "
        "folder is made, and their schema is written by 'migrate schema export'.\n\n"
        "Nothing is overwritten: what exists is kept, and reported. If migrate.ini exists, the "
        "folders are the ones that it names.\n\n"
        "In a project of Prisma's, what package.json, prisma.config.ts and schema.prisma say of "
        "schema, migrations, database and seeds is taken over; they are read as text, and nothing "
        "of them is executed.\n\n"
        "--from URL imports the schema of a live database: its catalogs are written as SQL into "
        "the schema and into a first migration, after that SQL was executed on a scratch server "
        "and gave the same catalogs. The database is not changed.",
    .options =
        (const Option[]){{"from", .kind = OPTION_STRING, .argument = "URL",
                          .help = "import the schema of this database"},
                         {"ci", .kind = OPTION_STRING, .argument = "SYSTEM", .choices = ci_systems,
                          .help = "whose file is written (default: gitlab where there is a "
                                  ".gitlab-ci.yml, else github)"},
                         OPTION_ANSWER,
                         {0}},
    .examples =
        (const VerbExample[]){
            {"migrate init", "start here"},
            {"migrate -C backend init", "start in a folder of a larger repository"},
            {"migrate init --from \"$PRODUCTION_DATABASE_URL\"", "import an existing database"},
            {"migrate init --ci gitlab", "with a job for GitLab"},
            {0},
        },
    .group = GROUP_PROJECT,
    .answer = ANSWERS_FILES,
    .without_config = true,
    .run = run,
};

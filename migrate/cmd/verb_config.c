/* Prints the configuration and where it comes from. */

#include "base/term.h"
#include "cmd/cmd.h"
#include <jansson.h>
#include <string.h>

static void print_entry(const ConfigEntry *entry) {
    g_autofree char *masked = config_masked(entry), *place = config_origin(entry);
    g_autofree char *key = term_escape(entry->key, false), *value = term_escape(masked, false);
    g_autofree char *origin = term_escape(place, false);
    const char *dim = term_style(stdout, STYLE_DIM), *plain = term_style(stdout, STYLE_PLAIN);

    if (entry->problem) {
        g_autofree char *problem = term_escape(entry->problem, false);
        term_print(stdout, "%-18s = %s# %s%s\n", key, dim, problem, plain);
        return;
    }
    term_print(stdout, "%-18s = %-30s %s# %s%s\n", key, value, dim, origin, plain);
}

static void print_text(const Config *config) {
    const GPtrArray *entries = config_entries(config);
    g_autofree char *file = term_escape(config_file(config) ? config_file(config) : "none", false);
    g_autofree char *environment = term_escape(config_environment(config), false);
    const char *section = "";

    term_print(stdout, "%s# migrate.ini: %s; environment in force: %s%s\n",
               term_style(stdout, STYLE_DIM), file, environment, term_style(stdout, STYLE_PLAIN));
    for (guint i = 0; i < entries->len; i++) {
        const ConfigEntry *entry = entries->pdata[i];
        if (strcmp(section, entry->section) != 0) {
            g_autofree char *name = term_escape(entry->section, false);
            term_print(stdout, "\n%s[%s]%s\n", term_style(stdout, STYLE_BOLD), name,
                       term_style(stdout, STYLE_PLAIN));
            section = entry->section;
        }
        print_entry(entry);
    }
}

static void print_object(json_t *object) {
    char *text = json_dumps(object, JSON_INDENT(2));

    term_json(stdout, text);
    free(text);
    json_decref(object);
}

static json_t *text_or_null(const char *text) {
    return text ? json_string(text) : json_null();
}

static json_t *entry_json(const ConfigEntry *entry) {
    static const char *const origins[] = {
        [ORIGIN_UNSET] = "unset", [ORIGIN_DEFAULT] = "default",
        [ORIGIN_FILE] = "file",   [ORIGIN_DOTENV] = "dotenv",
        [ORIGIN_FLAG] = "flag",   [ORIGIN_ENVIRONMENT] = "environment",
    };
    g_autofree char *masked = config_masked(entry);
    json_t *object = json_object();

    json_object_set_new(object, "section", json_string(entry->section));
    json_object_set_new(object, "key", json_string(entry->key));
    json_object_set_new(object, "value", entry->value ? json_string(masked) : json_null());
    json_object_set_new(object, "origin", json_string(origins[entry->origin]));
    json_object_set_new(object, "place", text_or_null(entry->place));
    json_object_set_new(object, "line", entry->line ? json_integer(entry->line) : json_null());
    json_object_set_new(object, "problem", text_or_null(entry->problem));
    return object;
}

/* One value alone, for scripts. */
static bool print_value(const Config *config, const char *name, bool json, GError **error) {
    GError *local = NULL;
    const ConfigEntry *entry = config_entry(config, name, &local);

    if (local || !entry) {
        if (local)
            g_propagate_error(error, local);
        else
            g_set_error_literal(error, CMD_ERROR, FAIL_FINDINGS, "");
        return false;
    }
    if (entry->problem) {
        g_set_error_literal(error, CMD_ERROR, FAIL_USAGE, entry->problem);
        return false;
    }
    if (json) {
        print_object(entry_json(entry));
        return true;
    }
    g_autofree char *masked = entry->row->type == CONFIG_PATH || entry->row->type == CONFIG_SOURCES
                                  ? g_strdup(config_string(config, name))
                                  : config_masked(entry);
    g_autofree char *value = term_escape(masked, false);
    term_print(stdout, "%s\n", value);
    return true;
}

static void print_json(const Config *config) {
    const GPtrArray *entries = config_entries(config);
    json_t *object = json_object(), *keys = json_array();

    for (guint i = 0; i < entries->len; i++)
        json_array_append_new(keys, entry_json(entries->pdata[i]));
    json_object_set_new(object, "version", json_integer(1));
    json_object_set_new(object, "file", text_or_null(config_file(config)));
    json_object_set_new(object, "environment", json_string(config_environment(config)));
    json_object_set_new(object, "keys", keys);
    print_object(object);
}

static bool run(const Invocation *invocation, GError **error) {
    const Config *config = invocation_config(invocation);
    const char *name = invocation_argument(invocation, 0);
    bool json = g_strcmp0(invocation_string(invocation, "format"), "json") == 0;

    if (name)
        return print_value(config, name, json, error);
    if (json)
        print_json(config);
    else
        print_text(config);
    return true;
}

const Verb verb_config = {
    .name = "config",
    .summary = "print the configuration and where it comes from",
    .description =
        "Prints every key with its value and where that comes from: a default, a line of "
        "migrate.ini, a variable of the environment or of .env, or an option. Passwords are "
        "masked. With KEY, such as project.schema or 'env production.url', prints the value of "
        "that key only; a path is relative to the working directory.\n\n"
        "migrate.ini is looked for in the working directory and above it, up to the top of the "
        "repository. From lowest to highest precedence: defaults, migrate.ini, .env beside it, the "
        "environment, options. DATABASE_URL, or else PGSERVICE, PGHOST, PGHOSTADDR, PGPORT or "
        "PGDATABASE, give the url of the environment in force, unless that was chosen by --env or "
        "MIGRATE_ENV and has a url in migrate.ini. Every other key can be given as "
        "MIGRATE_SECTION_KEY: MIGRATE_SCRATCH_URL, MIGRATE_ENV_PRODUCTION_URL.\n\n"
        "${VARIABLE} in migrate.ini is replaced by the variable, $${ stands for ${ itself. "
        "'migrate help migrate.ini' explains the keys.",
    .arguments = "[KEY]",
    .options =
        (const Option[]){
            {"format", 0, OPTION_STRING, "FORMAT", .help = "how to print",
             .choices = (const char *const[]){"text", "json", NULL}},
            {0},
        },
    .exits = (const VerbExit[]){{1, "KEY is not set"}, {0}},
    .examples =
        (const VerbExample[]){
            {"migrate config project.migrations", "one value"},
            {"migrate config --env production", "what a promotion would use"},
            {"migrate config --format json", "the same for a script"},
            {"migrate config env.url --env production", "the address, with its password masked"},
            {0},
        },
    .group = GROUP_PROJECT,
    .shared = VERB_TARGET | VERB_SCRATCH | VERB_SEES_TENANTS,
    .run = run,
};

#include "config/layers.h"

#include "base/suggest.h"
#include <string.h>

Variables config_variables(const Config *config) {
    return (Variables){config->process, config->dotenv};
}

static char *setting_name(const char *section, const char *key) {
    return g_strconcat(section, ".", key, NULL);
}

bool config_put(Config *config, const ConfigKey *row, const char *section, const char *key,
                const char *text, const Speaker *speaker, GError **error) {
    const Variables variables = config_variables(config);
    g_autofree char *missing = NULL;
    g_autofree char *value =
        speaker->literal ? g_strdup(text) : variables_expand(&variables, text, &missing);
    Setting *setting =
        setting_new(row, section, key, speaker->origin, speaker->place, speaker->line);

    g_hash_table_replace(config->settings, setting_name(section, key), setting);
    if (value)
        return setting_parse(setting, value, config->root, error);
    setting_miss(setting, missing);
    if (strcmp(row->section, "env") == 0)
        return true;
    g_set_error_literal(error, CONFIG_ERROR, FAIL_USAGE, setting->entry.problem);
    return false;
}

/* Overrides a key with the variable `name`, if it is set; `text` instead of its own value unless
 * that is NULL. */
static bool put_variable(Config *config, const ConfigKey *row, const char *section,
                         const char *name, const char *text, GError **error) {
    const Variables variables = config_variables(config);
    Speaker speaker = {ORIGIN_ENVIRONMENT, name, 0, true};
    g_autofree char *place = NULL;
    Variable found;

    if (!variable_find(&variables, name, &found))
        return true;
    if (found.dotenv) {
        place = g_strdup_printf("%s of %s", name, config->dotenv_file);
        speaker = (Speaker){ORIGIN_DOTENV, place, found.dotenv->line,
                            found.dotenv->literal || text != NULL};
    }
    return config_put(config, row, section, row->key, text ? text : found.value, &speaker, error);
}

/* MIGRATE_APPLY_LOCK_TIMEOUT */
static char *variable_name(const char *section, const char *key) {
    g_autofree char *text = g_strdup_printf("MIGRATE_%s_%s", section, key);

    for (char *at = text; *at != '\0'; at++)
        *at = g_ascii_isalnum(*at) ? g_ascii_toupper(*at) : '_';
    return g_steal_pointer(&text);
}

static bool put_flags(Config *config, const ConfigFlag *flag, const ConfigKey *row,
                      const char *section, GError **error) {
    for (; flag && flag->name; flag++) {
        g_autofree char *name = setting_name(row->section, row->key);
        g_autofree char *place = g_strconcat("--", flag->option, NULL);
        const Speaker speaker = {ORIGIN_FLAG, place, 0, true};
        if (strcmp(flag->name, name) == 0 &&
            !config_put(config, row, section, row->key, flag->value, &speaker, error))
            return false;
    }
    return true;
}

static bool put_default(Config *config, const ConfigKey *row, const char *section,
                        const char *fallback, GError **error) {
    const Speaker speaker = {fallback ? ORIGIN_DEFAULT : ORIGIN_UNSET, NULL, 0, true};
    g_autofree char *name = setting_name(section, row->key);

    return g_hash_table_contains(config->settings, name) ||
           config_put(config, row, section, row->key, fallback ? fallback : "", &speaker, error);
}

void config_add_name(Config *config, const char *name) {
    for (guint i = 0; i < config->names->len; i++) {
        if (strcmp(config->names->pdata[i], name) == 0)
            return;
    }
    g_ptr_array_add(config->names, g_strdup(name));
}

bool config_fill_plain(Config *config, const ConfigFlag *flags, GError **error) {
    for (const ConfigKey *row = config_keys; row->section; row++) {
        g_autofree char *variable = NULL;
        if (!row->key || strcmp(row->section, "env") == 0)
            continue;
        variable = variable_name(row->section, row->key);
        if (!put_default(config, row, row->section, row->fallback, error) ||
            !put_variable(config, row, row->section, variable, NULL, error) ||
            (strcmp(variable, "MIGRATE_PROJECT_ENV") == 0 &&
             !put_variable(config, row, row->section, "MIGRATE_ENV", NULL, error)) ||
            !put_flags(config, flags, row, row->section, error))
            return false;
    }
    return true;
}

static gint compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether MIGRATE_ENV_<NAME>_URL makes an environment that no file names. */
static bool has_variable(const Config *config, const char *name) {
    const Variables variables = config_variables(config);
    g_autofree char *section = g_strconcat("env ", name, NULL);
    g_autofree char *variable = variable_name(section, "url");
    Variable found;

    return variable_find(&variables, variable, &found);
}

static bool choose_environment(Config *config, GError **error) {
    const ConfigEntry *entry =
        &((const Setting *)g_hash_table_lookup(config->settings, "project.env"))->entry;
    const char *near;

    config->environment = g_strdup(entry->value);
    config->named = entry->origin > ORIGIN_FILE;
    config_add_name(config, "dev");
    if (has_variable(config, config->environment))
        config_add_name(config, config->environment);
    g_ptr_array_sort(config->names, compare_names);
    g_ptr_array_add(config->names, NULL);
    if (g_strv_contains((const char *const *)config->names->pdata, config->environment))
        return true;
    near = suggest(config->environment, (const char *const *)config->names->pdata);
    g_autofree char *origin = config_origin(entry);
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                "there is no environment '%s' (%s); %s%s%sadd [env %s] with its url to %s",
                config->environment, origin, near ? "did you mean '" : "", near ? near : "",
                near ? "'? Otherwise " : "", config->environment,
                config->file ? config->file : "migrate.ini");
    return false;
}

/* DATABASE_URL and libpq's variables, for the environment in force. */
static bool put_usual_variables(Config *config, const ConfigKey *row, const char *section,
                                GError **error) {
    static const char *const libpq[] = {"PGSERVICE", "PGHOST", "PGHOSTADDR", "PGPORT",
                                        "PGDATABASE"};
    const Variables variables = config_variables(config);
    g_autofree char *name = setting_name(section, row->key);
    const Setting *written = g_hash_table_lookup(config->settings, name);
    guint line = written->entry.origin == ORIGIN_FILE ? written->entry.line : 0;
    Variable found;

    if (config->named && written->entry.origin == ORIGIN_FILE)
        return true;
    if (variable_find(&variables, "DATABASE_URL", &found))
        return put_variable(config, row, section, "DATABASE_URL", NULL, error);
    for (guint i = 0; i < G_N_ELEMENTS(libpq); i++) {
        if (!variable_find(&variables, libpq[i], &found))
            continue;
        bool fine = put_variable(config, row, section, libpq[i], "postgresql://", error);
        ((Setting *)g_hash_table_lookup(config->settings, name))->entry.instead = line;
        return fine;
    }
    return true;
}

static bool fill_environment(Config *config, const char *name, const ConfigFlag *flags,
                             GError **error) {
    g_autofree char *section = g_strconcat("env ", name, NULL);
    bool in_force = strcmp(name, config->environment) == 0;

    for (const ConfigKey *row = config_keys; row->section; row++) {
        bool url = row->type == CONFIG_URL;
        /* Only the development database has a place by default. */
        const char *fallback = url && strcmp(name, "dev") != 0 ? NULL : row->fallback;
        g_autofree char *variable = NULL;
        if (strcmp(row->section, "env") != 0)
            continue;
        variable = variable_name(section, row->key);
        if (!put_default(config, row, section, fallback, error) ||
            (in_force && url && !put_usual_variables(config, row, section, error)) ||
            !put_variable(config, row, section, variable, NULL, error) ||
            (in_force && !put_flags(config, flags, row, section, error)))
            return false;
    }
    return true;
}

static void list_section(Config *config, const ConfigKey *row, const char *section) {
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    GHashTableIter iter;
    gpointer data;

    g_hash_table_iter_init(&iter, config->settings);
    while (g_hash_table_iter_next(&iter, NULL, &data)) {
        Setting *setting = data;
        if (setting->entry.row == row && strcmp(setting->entry.section, section) == 0)
            g_ptr_array_add(found, &setting->entry);
    }
    g_ptr_array_sort(found, setting_compare_keys);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(config->entries, found->pdata[i]);
}

bool config_fill_environments(Config *config, const ConfigFlag *flags, GError **error) {
    if (!choose_environment(config, error))
        return false;
    for (guint i = 0; i + 1 < config->names->len; i++) {
        if (!fill_environment(config, config->names->pdata[i], flags, error))
            return false;
    }
    return true;
}

void config_list_entries(Config *config) {
    for (const ConfigSection *section = config_sections; section->section; section++) {
        bool env = strcmp(section->section, "env") == 0;
        guint copies = env ? config->names->len - 1 : 1;
        for (guint i = 0; i < copies; i++) {
            g_autofree char *name = env ? g_strconcat("env ", config->names->pdata[i], NULL)
                                        : g_strdup(section->section);
            for (const ConfigKey *row = config_keys; row->section; row++) {
                if (strcmp(row->section, section->section) == 0)
                    list_section(config, row, name);
            }
        }
    }
}

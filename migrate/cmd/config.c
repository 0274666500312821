/* Merges what the sources of configuration say. */

#include "cmd/config.h"
#include "base/file.h"
#include "base/suggest.h"
#include "cmd/cmd.h"
#include "cmd/config_distrust.h"
#include "cmd/config_source.h"
#include "cmd/config_value.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Config {
    char *file; /* NULL: there is none */
    char *root;
    char *environment;    /* the environment in force */
    GPtrArray *names;     /* of the environments; char*, NULL-terminated, sorted */
    GHashTable *settings; /* "section.key" → Setting* */
    GPtrArray *entries;   /* ConfigEntry*, in the order in which they are shown */
    GHashTable *dotenv;
    char *dotenv_file;
    char **process; /* the process's environment */
    bool named;     /* the environment was chosen by name */
    bool untrusted;
    GString *distrusted; /* the lines of the work tree's [scratch], in an untrusted run */
    GPtrArray *notes;    /* char*, NULL-terminated once all is read */
};

void config_free(Config *config) {
    if (config == NULL)
        return;
    g_free(config->file);
    g_free(config->root);
    g_free(config->environment);
    g_ptr_array_unref(config->names);
    g_hash_table_unref(config->settings);
    g_ptr_array_unref(config->entries);
    g_clear_pointer(&config->dotenv, g_hash_table_unref);
    g_free(config->dotenv_file);
    g_strfreev(config->process);
    g_ptr_array_unref(config->notes);
    g_string_free(config->distrusted, TRUE);
    g_free(config);
}

static Config *config_new(char **process) {
    Config *config = g_new0(Config, 1);

    config->names = g_ptr_array_new_with_free_func(g_free);
    config->settings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, setting_free);
    config->entries = g_ptr_array_new();
    config->distrusted = g_string_new(NULL);
    config->notes = g_ptr_array_new_with_free_func(g_free);
    config->process = process ? g_strdupv(process) : g_get_environ();
    return config;
}

static Variables variables_of(const Config *config) {
    return (Variables){config->process, config->dotenv};
}

static bool same_folder(const char *one, const char *two) {
    struct stat a, b;

    return stat(one, &a) == 0 && stat(two, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* A migrate.ini above the working directory may name a program to run: it has to belong to somebody
 * whom the user trusts. */
static bool trusted(const char *path, const struct stat *file, GError **error) {
    struct stat here;

    if (file->st_uid == 0 || file->st_uid == geteuid() ||
        (stat(".", &here) == 0 && file->st_uid == here.st_uid))
        return true;
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
                "%s belongs to another user (uid %u); to use it all the same, say --config %s",
                path, (unsigned)file->st_uid, path);
    return false;
}

/* Sets file and root of the nearest migrate.ini; leaves them when there is none up to the top of
 * the repository. */
static bool find_file(Config *config, GError **error) {
    g_autoptr(GString) folder = g_string_new("./");

    config->root = g_strdup(".");
    for (;;) {
        const char *prefix = folder->str + strlen("./");
        g_autofree char *path = g_strconcat(prefix, "migrate.ini", NULL);
        g_autofree char *git = g_strconcat(prefix, ".git", NULL);
        g_autofree char *above = g_strconcat(folder->str, "..", NULL);
        struct stat file;

        if (lstat(path, &file) == 0) {
            if (*prefix != '\0' && !trusted(path, &file, error))
                return false;
            g_free(config->root);
            config->root = g_path_get_dirname(path);
            config->file = g_steal_pointer(&path);
            return true;
        }
        if (g_file_test(git, G_FILE_TEST_EXISTS) || same_folder(folder->str, above))
            return true;
        g_string_append(folder, "../");
    }
}

static char *read_text(const char *path, GError **error) {
    g_autoptr(GBytes) bytes = file_read(path, error);
    gsize length;
    const char *data;

    if (bytes == NULL)
        return NULL;
    data = g_bytes_get_data(bytes, &length);
    if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        length -= 3;
    }
    if (!g_utf8_validate(data, (gssize)length, NULL)) {
        g_set_error(error, CMD_ERROR, FAIL_USAGE, "%s is not text in UTF-8", path);
        return NULL;
    }
    return g_strndup(data, length);
}

/* libpq reads its variables from the process: those of .env are put there. */
static void export_pg(const Config *config) {
    GHashTableIter iter;
    gpointer name, value;

    g_hash_table_iter_init(&iter, config->dotenv);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        const Variables variables = variables_of(config);
        g_autofree char *missing = NULL, *text = NULL;
        const DotenvValue *written = value;
        if (!g_str_has_prefix(name, "PG") || g_environ_getenv(config->process, name) != NULL)
            continue;
        text = written->literal ? g_strdup(written->value)
                                : variables_expand(&variables, written->value, &missing);
        if (text != NULL)
            g_setenv(name, text, FALSE);
    }
}

static void add_note(Config *config, char *note) {
    g_ptr_array_add(config->notes, note);
}

static char *path_in_root(const Config *config, const char *name) {
    return strcmp(config->root, ".") == 0 ? g_strdup(name)
                                          : g_build_filename(config->root, name, NULL);
}

static bool read_dotenv(Config *config, GError **error) {
    g_autofree char *path = path_in_root(config, ".env");
    g_autofree char *text = NULL;

    if (!g_file_test(path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        return true;
    if (config->untrusted) {
        add_note(config, g_strdup_printf("%s is not read: it came with the change", path));
        return true;
    }
    text = read_text(path, error);
    if (text == NULL)
        return false;
    config->dotenv = dotenv_read(text);
    config->dotenv_file = g_steal_pointer(&path);
    export_pg(config);
    return true;
}

/* Where a value comes from. */
typedef struct {
    OriginKind origin;
    const char *place;
    guint line;
    bool literal; /* variables in it are not expanded */
} Source;

static char *setting_name(const char *section, const char *key) {
    return g_strconcat(section, ".", key, NULL);
}

/* Lays `text` over what lower layers said about a key. */
static bool put(Config *config, const ConfigKey *row, const char *section, const char *key,
                const char *text, const Source *source, GError **error) {
    const Variables variables = variables_of(config);
    g_autofree char *missing = NULL;
    g_autofree char *value =
        source->literal ? g_strdup(text) : variables_expand(&variables, text, &missing);
    Setting *setting = setting_new(row, section, key, source->origin, source->place, source->line);

    g_hash_table_replace(config->settings, setting_name(section, key), setting);
    if (value != NULL)
        return setting_parse(setting, value, config->root, error);
    setting_miss(setting, missing);
    if (strcmp(row->section, "env") == 0)
        return true;
    g_set_error_literal(error, CMD_ERROR, FAIL_USAGE, setting->entry.problem);
    return false;
}

/* Lays the variable `name` over a key, if it is set; `text` instead of its own value unless that is
 * NULL. */
static bool put_variable(Config *config, const ConfigKey *row, const char *section,
                         const char *name, const char *text, GError **error) {
    const Variables variables = variables_of(config);
    Source source = {ORIGIN_ENVIRONMENT, name, 0, true};
    g_autofree char *place = NULL;
    Variable found;

    if (!variable_find(&variables, name, &found))
        return true;
    if (found.dotenv != NULL) {
        place = g_strdup_printf("%s of %s", name, config->dotenv_file);
        source = (Source){ORIGIN_DOTENV, place, found.dotenv->line,
                          found.dotenv->literal || text != NULL};
    }
    return put(config, row, section, row->key, text ? text : found.value, &source, error);
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
    for (; flag != NULL && flag->name != NULL; flag++) {
        g_autofree char *name = setting_name(row->section, row->key);
        g_autofree char *place = g_strconcat("--", flag->option, NULL);
        const Source source = {ORIGIN_FLAG, place, 0, true};
        if (strcmp(flag->name, name) == 0 &&
            !put(config, row, section, row->key, flag->value, &source, error))
            return false;
    }
    return true;
}

static bool put_default(Config *config, const ConfigKey *row, const char *section,
                        const char *fallback, GError **error) {
    const Source source = {fallback ? ORIGIN_DEFAULT : ORIGIN_UNSET, NULL, 0, true};
    g_autofree char *name = setting_name(section, row->key);

    return g_hash_table_contains(config->settings, name) ||
           put(config, row, section, row->key, fallback ? fallback : "", &source, error);
}

static void add_name(Config *config, const char *name) {
    for (guint i = 0; i < config->names->len; i++) {
        if (strcmp(config->names->pdata[i], name) == 0)
            return;
    }
    g_ptr_array_add(config->names, g_strdup(name));
}

static bool put_line(Config *config, const IniLine *line, GError **error) {
    const Source source = {ORIGIN_FILE, config->file, line->line, false};
    g_autofree char *section = section_name(line->section);
    const ConfigKey *row;

    if (line->key == NULL) {
        if (!section_check(config->file, line->line, section, error))
            return false;
        if (g_str_has_prefix(section, "env "))
            add_name(config, section + strlen("env "));
        return true;
    }
    row = row_for_line(config->file, line->line, section, line->key, error);
    if (row != NULL && config->untrusted && strcmp(section, "scratch") == 0) {
        g_string_append_printf(config->distrusted, "%s=%s\n", line->key, line->value);
        return true;
    }
    return row != NULL && put(config, row, section, line->key, line->value, &source, error);
}

static bool read_file(Config *config, GError **error) {
    g_autofree char *text = read_text(config->file, error);
    g_autoptr(GPtrArray) lines = text ? ini_read(config->file, text, error) : NULL;

    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        if (!put_line(config, lines->pdata[i], error))
            return false;
    }
    return lines != NULL;
}

/* Lays the [scratch] of `text` over the defaults; `written` gets its lines. */
static bool put_base(Config *config, const char *place, const char *text, GString *written,
                     GError **error) {
    g_autoptr(GPtrArray) lines = ini_read(place, text, error);

    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const IniLine *line = lines->pdata[i];
        const Source source = {ORIGIN_FILE, place, line->line, false};
        const ConfigKey *row;
        if (line->key == NULL || strcmp(line->section, "scratch") != 0)
            continue;
        g_string_append_printf(written, "%s=%s\n", line->key, line->value);
        row = row_for_line(place, line->line, "scratch", line->key, error);
        if (row == NULL || !put(config, row, "scratch", line->key, line->value, &source, error))
            return false;
    }
    return lines != NULL;
}

/* The [scratch] of the base branch, in an untrusted run. */
static bool read_base(Config *config, const char *base, GError **error) {
    g_autofree char *file =
        config->file ? g_strdup(config->file) : path_in_root(config, "migrate.ini");
    g_autofree char *place = NULL, *why = NULL;
    g_autofree char *text = distrust_read_base(file, base, &place, &why);
    g_autoptr(GString) written = g_string_new(NULL);

    if (text != NULL && !put_base(config, place, text, written, error))
        return false;
    if (text == NULL && config->distrusted->len > 0)
        add_note(config, g_strdup_printf("[scratch] of %s is not obeyed: it came with the change, "
                                         "and the base branch's cannot be had: %s",
                                         file, why));
    else if (text != NULL && !g_string_equal(written, config->distrusted))
        add_note(config, g_strdup_printf("[scratch] is that of %s, not of the change", place));
    return true;
}

/* A relative path under [scratch] would lead back into the work tree, and one of the project's out
 * of it. */
static bool check_paths(const Config *config, GError **error) {
    for (const ConfigKey *row = config_keys; row->section != NULL; row++) {
        g_autofree char *name = row->key ? setting_name(row->section, row->key) : NULL;
        const Setting *setting = name ? g_hash_table_lookup(config->settings, name) : NULL;
        if (row->type != CONFIG_PATH || setting == NULL || setting->path == NULL ||
            setting->entry.origin != ORIGIN_FILE)
            continue;
        bool project = strcmp(row->section, "project") == 0;
        if (project ? distrust_is_below(setting->path, config->root)
                    : g_path_is_absolute(setting->entry.value))
            continue;
        g_set_error(error, CMD_ERROR, FAIL_USAGE,
                    "%s:%u: %s is %s, which an untrusted run does not %s", setting->entry.place,
                    setting->entry.line, name, setting->entry.value,
                    project ? "read: it is not in the project's folder"
                            : "use: it is relative, and the work tree is not trusted");
        return false;
    }
    return true;
}

static bool fill_plain_sections(Config *config, const ConfigFlag *flags, GError **error) {
    for (const ConfigKey *row = config_keys; row->section != NULL; row++) {
        g_autofree char *variable = NULL;
        if (row->key == NULL || strcmp(row->section, "env") == 0)
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
    const Variables variables = variables_of(config);
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
    add_name(config, "dev");
    if (has_variable(config, config->environment))
        add_name(config, config->environment);
    g_ptr_array_sort(config->names, compare_names);
    g_ptr_array_add(config->names, NULL);
    if (g_strv_contains((const char *const *)config->names->pdata, config->environment))
        return true;
    near = suggest(config->environment, (const char *const *)config->names->pdata);
    g_autofree char *origin = config_origin(entry);
    g_set_error(error, CMD_ERROR, FAIL_USAGE,
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
    const Variables variables = variables_of(config);
    g_autofree char *name = setting_name(section, row->key);
    const Setting *written = g_hash_table_lookup(config->settings, name);
    Variable found;

    if (config->named && written->entry.origin == ORIGIN_FILE)
        return true;
    if (variable_find(&variables, "DATABASE_URL", &found))
        return put_variable(config, row, section, "DATABASE_URL", NULL, error);
    for (guint i = 0; i < G_N_ELEMENTS(libpq); i++) {
        if (variable_find(&variables, libpq[i], &found))
            return put_variable(config, row, section, libpq[i], "postgresql://", error);
    }
    return true;
}

static bool fill_environment(Config *config, const char *name, const ConfigFlag *flags,
                             GError **error) {
    g_autofree char *section = g_strconcat("env ", name, NULL);
    bool in_force = strcmp(name, config->environment) == 0;

    for (const ConfigKey *row = config_keys; row->section != NULL; row++) {
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

static void list_entries(Config *config) {
    for (const ConfigSection *section = config_sections; section->section != NULL; section++) {
        bool env = strcmp(section->section, "env") == 0;
        guint copies = env ? config->names->len - 1 : 1;
        for (guint i = 0; i < copies; i++) {
            g_autofree char *name = env ? g_strconcat("env ", config->names->pdata[i], NULL)
                                        : g_strdup(section->section);
            for (const ConfigKey *row = config_keys; row->section != NULL; row++) {
                if (strcmp(row->section, section->section) == 0)
                    list_section(config, row, name);
            }
        }
    }
}

Config *config_load(const ConfigRequest *request, GError **error) {
    g_autoptr(Config) config = config_new(request->environment);

    config->untrusted = request->untrusted;
    if (request->file != NULL) {
        config->file = g_strdup(request->file);
        config->root = g_path_get_dirname(request->file);
    } else if (!find_file(config, error)) {
        return NULL;
    }
    if (!read_dotenv(config, error) || (config->file != NULL && !read_file(config, error)) ||
        (config->untrusted && !read_base(config, request->base, error)) ||
        !fill_plain_sections(config, request->flags, error) || !choose_environment(config, error))
        return NULL;
    for (guint i = 0; i + 1 < config->names->len; i++) {
        if (!fill_environment(config, config->names->pdata[i], request->flags, error))
            return NULL;
    }
    if (request->target && !config_usable(config, config->environment, error))
        return NULL;
    if (config->untrusted && !check_paths(config, error))
        return NULL;
    list_entries(config);
    g_ptr_array_add(config->notes, NULL);
    return g_steal_pointer(&config);
}

const char *config_file(const Config *config) {
    return config->file;
}

const char *config_root(const Config *config) {
    return config->root;
}

bool config_is_untrusted_event(void) {
    g_auto(GStrv) environment = g_get_environ();

    return distrust_is_due(environment);
}

bool config_untrusted(const Config *config) {
    return config->untrusted;
}

const char *const *config_notes(const Config *config) {
    return (const char *const *)config->notes->pdata;
}

const char *config_environment(const Config *config) {
    return config->environment;
}

const char *const *config_environments(const Config *config) {
    return (const char *const *)config->names->pdata;
}

const GPtrArray *config_entries(const Config *config) {
    return config->entries;
}

bool config_usable(const Config *config, const char *name, GError **error) {
    for (const ConfigKey *row = config_keys; row->section != NULL; row++) {
        g_autofree char *full = g_strdup_printf("env %s.%s", name, row->key);
        const Setting *setting = g_hash_table_lookup(config->settings, full);
        if (strcmp(row->section, "env") == 0 && setting != NULL && setting->entry.problem != NULL) {
            g_set_error_literal(error, CMD_ERROR, FAIL_USAGE, setting->entry.problem);
            return false;
        }
    }
    return true;
}

/* NULL when an open section lacks the key. */
static const Setting *expect(const Config *config, const char *name) {
    g_autofree char *full = g_str_has_prefix(name, "env.")
                                ? g_strdup_printf("env %s%s", config->environment, name + 3)
                                : g_strdup(name);
    const Setting *setting = g_hash_table_lookup(config->settings, full);

    if (setting == NULL && !config_row_exists(full))
        g_error("no configuration key is called %s", full);
    return setting;
}

const char *config_string(const Config *config, const char *name) {
    const Setting *setting = expect(config, name);

    return setting == NULL ? NULL : setting->path ? setting->path : setting->entry.value;
}

bool config_boolean(const Config *config, const char *name) {
    return config_integer(config, name) != 0;
}

gint64 config_integer(const Config *config, const char *name) {
    const Setting *setting = expect(config, name);

    return setting ? setting->number : 0;
}

gint64 config_duration(const Config *config, const char *name) {
    return config_integer(config, name);
}

const char *const *config_list(const Config *config, const char *name) {
    static const char *const none[] = {NULL};
    const Setting *setting = expect(config, name);

    return setting && setting->list ? (const char *const *)setting->list : none;
}

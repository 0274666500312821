#include "config/value.h"
#include "base/paths.h"
#include "base/suggest.h"
#include "pg/pg.h"
#include "text/pattern.h"
#include <string.h>

Setting *setting_new(const ConfigKey *row, const char *section, const char *key, OriginKind origin,
                     const char *place, guint line) {
    Setting *setting = g_new0(Setting, 1);

    setting->section = g_strdup(section);
    setting->key = g_strdup(key);
    setting->place = g_strdup(place);
    setting->entry = (ConfigEntry){.row = row,
                                   .section = setting->section,
                                   .key = setting->key,
                                   .origin = origin,
                                   .place = setting->place,
                                   .line = line};
    return setting;
}

void setting_free(gpointer data) {
    Setting *setting = data;

    g_free(setting->section);
    g_free(setting->key);
    g_free(setting->value);
    g_free(setting->place);
    g_free(setting->problem);
    g_free(setting->path);
    g_strfreev(setting->list);
    g_free(setting);
}

/* "migrate.ini:12: [env production] url", "--url", "DATABASE_URL" */
static char *place_text(const ConfigEntry *entry) {
    if (entry->origin == ORIGIN_FILE)
        return g_strdup_printf("%s:%u: [%s] %s", entry->place, entry->line, entry->section,
                               entry->key);
    if (entry->origin == ORIGIN_DOTENV)
        return g_strdup_printf("%s:%u", entry->place, entry->line);
    return g_strdup(entry->place ? entry->place : entry->key);
}

void setting_miss(Setting *setting, const char *name) {
    const ConfigEntry *entry = &setting->entry;
    g_autofree char *place = place_text(entry);
    bool own = entry->row->type == CONFIG_URL && g_strcmp0(entry->section, "env dev") == 0;

    setting->problem = g_strdup_printf(
        "%s needs the variable %s, which is set neither in the environment nor in .env; %s", place,
        name,
        own ? "set it, or remove the line: without an address, `migrate` runs a development "
              "database of its own"
            : "write $${ for a literal ${");
    setting->entry.problem = setting->problem;
}

static bool fail(const Setting *setting, const char *what, GError **error) {
    g_autofree char *place = place_text(&setting->entry);

    g_set_error(error, CONFIG_ERROR, FAIL_USAGE, "%s %s", place, what);
    return false;
}

static bool parse_boolean(Setting *setting, GError **error) {
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};

    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(setting->value, words[i]) == 0) {
            setting->number = i % 2;
            return true;
        }
    }
    return fail(setting, "has to be true or false", error);
}

/* The digits at the start of the value; `unit` is what follows. */
static bool parse_digits(Setting *setting, const char **unit) {
    gsize digits = strspn(setting->value, "0123456789");
    char *end;

    if (digits == 0 || digits > 9)
        return false;
    setting->number = g_ascii_strtoll(setting->value, &end, 10);
    for (*unit = end; **unit == ' ';)
        ++*unit;
    return true;
}

static bool parse_integer(Setting *setting, GError **error) {
    const char *rest;

    if (parse_digits(setting, &rest) && *rest == '\0')
        return true;
    return fail(setting, "has to be a whole number", error);
}

typedef struct {
    const char *name;
    gint64 factor;
} Unit;

static bool parse_quantity(Setting *setting, const Unit *units, const char *wanted,
                           GError **error) {
    const char *name;

    if (parse_digits(setting, &name)) {
        for (const Unit *unit = units; unit->name; unit++) {
            if (strcmp(name, unit->name) == 0) {
                setting->number *= unit->factor;
                return true;
            }
        }
    }
    return fail(setting, wanted, error);
}

static bool parse_duration(Setting *setting, GError **error) {
    static const Unit units[] = {{"", 1},
                                 {"ms", 1},
                                 {"s", 1000},
                                 {"min", 60 * 1000},
                                 {"h", 3600 * 1000},
                                 {"d", 86400 * 1000},
                                 {0}};

    return parse_quantity(setting, units, "has to be a duration like 500ms, 2s, 10min or 1h",
                          error);
}

/* PostgreSQL's units. */
static bool parse_size(Setting *setting, GError **error) {
    static const Unit units[] = {{"", 1},         {"B", 1},        {"kB", 1 << 10},
                                 {"MB", 1 << 20}, {"GB", 1 << 30}, {0}};

    return parse_quantity(setting, units, "has to be a size like 500MB or 2GB", error);
}

static bool check_patterns(const Setting *setting, GError **error) {
    for (char **item = setting->list; *item != NULL; item++) {
        g_autoptr(GError) cause = NULL;
        g_autoptr(Pattern) pattern = pattern_new(*item, &cause);
        if (!pattern) {
            g_autofree char *what =
                g_strdup_printf("has an invalid pattern, '%s': %s", *item, cause->message);
            return fail(setting, what, error);
        }
    }
    return true;
}

/* Items without the blanks around them; empty ones are left out. A backslash keeps the separator
 * that follows it. */
static char **split(const char *text, const char *separators) {
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    g_autoptr(GString) item = g_string_new(NULL);

    for (const char *at = text;; at++) {
        if (*at == '\\' && at[1] != '\0' && strchr(separators, at[1])) {
            g_string_append_c(item, *++at);
        } else if (*at == '\0' || strchr(separators, *at)) {
            g_strstrip(item->str);
            if (*item->str != '\0')
                g_ptr_array_add(items, g_strdup(item->str));
            g_string_truncate(item, 0);
        } else {
            g_string_append_c(item, *at);
        }
        if (*at == '\0')
            break;
    }
    g_ptr_array_add(items, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&items), FALSE);
}

static char *join_path(const char *root, const char *path) {
    return g_path_is_absolute(path) || strcmp(root, ".") == 0 ? g_strdup(path)
                                                              : g_build_filename(root, path, NULL);
}

static void join_paths(char **paths, const char *root) {
    for (; *paths != NULL; paths++) {
        char *joined = join_path(root, *paths);
        g_free(*paths);
        *paths = joined;
    }
}

static char *join_sources(const char *text, const char *root) {
    g_auto(GStrv) paths = paths_split(text);
    join_paths(paths, root);
    return paths_join((const char *const *)paths);
}

/* One path, which may stand in double quotes as one of several has to. */
static bool parse_path(Setting *setting, const char *root, GError **error) {
    g_auto(GStrv) quoted = *setting->value == '"' ? paths_split(setting->value) : NULL;
    if (quoted && g_strv_length(quoted) != 1)
        return fail(setting, "has to be one path", error);
    const char *path = quoted ? quoted[0] : setting->value;
    setting->absolute = g_path_is_absolute(path);
    setting->path = join_path(root, path);
    return true;
}

static bool parse_choice(Setting *setting, GError **error) {
    g_autofree char *all = g_strjoinv(", ", (char **)setting->entry.row->choices);
    g_autofree char *what = g_strdup_printf("has to be one of: %s", all);

    return g_strv_contains(setting->entry.row->choices, setting->value) ||
           fail(setting, what, error);
}

static bool parse_nothing(Setting *setting, GError **error) {
    const ConfigKey *row = setting->entry.row;
    if (row->empty) {
        setting->value = g_strdup("");
        setting->path = g_strdup("");
        setting->entry.value = setting->value;
        return true;
    }
    return !row->fallback || row->type == CONFIG_URL ||
           fail(setting, "needs a value; leave the line out for the default", error);
}

bool setting_parse(Setting *setting, const char *value, const char *root, GError **error) {
    const ConfigKey *row = setting->entry.row;

    if (*value == '\0')
        return parse_nothing(setting, error);
    setting->value = g_strdup(value);
    setting->entry.value = setting->value;
    switch (row->type) {
    case CONFIG_PATH:
        return parse_path(setting, root, error);
    case CONFIG_PATHS:
        setting->list = paths_list(value);
        join_paths(setting->list, root);
        return true;
    case CONFIG_SOURCES:
        setting->path = join_sources(value, root);
        return *setting->path || fail(setting, "names no path", error);
    case CONFIG_BOOLEAN:
        return parse_boolean(setting, error);
    case CONFIG_INTEGER:
        return parse_integer(setting, error);
    case CONFIG_DURATION:
        return parse_duration(setting, error);
    case CONFIG_SIZE:
        return parse_size(setting, error);
    case CONFIG_LIST:
        setting->list = split(value, ",;");
        return true;
    case CONFIG_PATTERNS:
        setting->list = split(value, ";");
        return check_patterns(setting, error);
    case CONFIG_CHOICE:
        return parse_choice(setting, error);
    case CONFIG_STRING:
    case CONFIG_URL:
        return true;
    }
    return true;
}

gint setting_compare_keys(gconstpointer a, gconstpointer b) {
    const ConfigEntry *const *one = a, *const *two = b;

    return strcmp((*one)->key, (*two)->key);
}

char *config_masked(const ConfigEntry *entry) {
    if (!entry->value)
        return g_strdup("");
    if (entry->row->type != CONFIG_URL || strcmp(entry->value, "embedded:") == 0)
        return g_strdup(entry->value);
    return pg_mask(entry->value);
}

char *config_origin(const ConfigEntry *entry) {
    switch (entry->origin) {
    case ORIGIN_UNSET:
        return g_strdup("not set");
    case ORIGIN_DEFAULT:
        return g_strdup("default");
    case ORIGIN_FILE:
    case ORIGIN_DOTENV:
        return g_strdup_printf("%s:%u", entry->place, entry->line);
    case ORIGIN_ENVIRONMENT:
        return g_strdup_printf("environment %s", entry->place);
    case ORIGIN_FLAG:
        return g_strdup(entry->place);
    }
    return NULL;
}

char *section_name(const char *section) {
    g_autofree char *name = NULL;

    if (!g_str_has_prefix(section, "env") || (section[3] != ' ' && section[3] != '\t'))
        return g_strdup(section);
    name = g_strstrip(g_strdup(section + 3));
    return g_strconcat("env ", name, NULL);
}

static bool is_word(const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && *at != '_' && *at != '-')
            return false;
    }
    return *text != '\0';
}

/* "env" for "env production". */
static char *table_section(const char *section) {
    return g_str_has_prefix(section, "env ") ? g_strdup("env") : g_strdup(section);
}

static bool open_row_takes(const ConfigKey *row, const char *key) {
    const char *const *names = row->names ? row->names() : NULL;

    return names ? g_strv_contains(names, key) : row->any || is_word(key);
}

static const ConfigKey *find_row(const char *section, const char *key) {
    for (const ConfigKey *row = config_keys; row->section; row++) {
        if (strcmp(row->section, section) == 0 &&
            (row->key ? strcmp(row->key, key) == 0 : open_row_takes(row, key)))
            return row;
    }
    return NULL;
}

bool config_row_exists(const char *name) {
    g_autofree char *full = g_strdup(name);
    char *dot = strrchr(full, '.');
    g_autofree char *section = NULL;

    if (!dot)
        return false;
    *dot = '\0';
    section = table_section(full);
    return find_row(section, dot + 1);
}

static const char *nearest_section(const char *section) {
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    for (const ConfigSection *row = config_sections; row->section; row++)
        g_ptr_array_add(words, (gpointer)row->section);
    g_ptr_array_add(words, NULL);
    return suggest(section, (const char *const *)words->pdata);
}

static const char *nearest_key(const char *section, const char *key) {
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    for (const ConfigKey *row = config_keys; row->section; row++) {
        const char *const *names = NULL;
        if (strcmp(row->section, section) != 0)
            continue;
        if (row->key)
            g_ptr_array_add(words, (gpointer)row->key);
        else if (row->names)
            names = row->names();
        for (const char *const *name = names; name && *name; name++)
            g_ptr_array_add(words, (gpointer)*name);
    }
    g_ptr_array_add(words, NULL);
    return suggest(key, (const char *const *)words->pdata);
}

static bool is_section(const char *section) {
    for (const ConfigSection *row = config_sections; row->section; row++) {
        if (strcmp(row->section, section) == 0)
            return true;
    }
    return false;
}

bool section_check(const char *file, guint line, const char *section, GError **error) {
    g_autofree char *table = table_section(section);
    const char *near;

    if (strcmp(section, "env") == 0 || (strcmp(table, "env") == 0 && !is_word(section + 4))) {
        g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                    "%s:%u: [%s] has to name its environment by letters, digits, '_' and '-': "
                    "[env production]",
                    file, line, section);
        return false;
    }
    if (is_section(table))
        return true;
    near = nearest_section(section);
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                "%s:%u: unknown section [%s]%s%s%s; 'migrate help migrate.ini' lists them", file,
                line, section, near ? "; did you mean [" : "", near ? near : "", near ? "]?" : "");
    return false;
}

const ConfigKey *row_for_line(const char *file, guint line, const char *section, const char *key,
                              GError **error) {
    g_autofree char *table = table_section(section);
    const ConfigKey *row = find_row(table, key);
    const char *near;

    if (row)
        return row;
    near = nearest_key(table, key);
    g_set_error(error, CONFIG_ERROR, FAIL_USAGE,
                "%s:%u: unknown key '%s' in [%s]; %s%s%s'migrate help migrate.ini' lists them",
                file, line, key, section, near ? "did you mean '" : "", near ? near : "",
                near ? "'? " : "");
    return NULL;
}
